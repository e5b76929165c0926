/**
 * Every diagnostic of the scaffolder, in one table: a stable code, a title for the documentation, what is said and how to
 * mend it. SO0xx source · SO1xx tags · SO2xx parameters · SO3xx types · SO4xx dependencies · SO5xx conflicts ·
 * SO6xx WebSockets.
 *
 * @module
 */

/** One row. `Details` is what the place that reports it has to supply. */
interface Entry<Details> {
  title: string;
  message: (details: Details) => string;
  mend: (details: Details) => string;
}

function entry<Details = Record<never, never>>(
  title: string,
  message: (details: Details) => string,
  mend: (details: Details) => string,
): Entry<Details> {
  return { title, message, mend };
}

type Named = { name: string };
type Tagged = { tag: string };

export const CATALOGUE = {
  // Source
  SO001: entry<{ text: string }>(
    "Syntax error",
    ({ text }) => text,
    () => "Correct the syntax; TypeScript cannot read on from here.",
  ),
  SO002: entry(
    "Dropped doc comment",
    () => "TypeScript drops this doc comment, because it stands on the same line as what comes before it.",
    () => "Put the comment on a line of its own, above what it documents.",
  ),
  SO003: entry<{ folder: string }>(
    "No operations",
    ({ folder }) => `There is no operation in ${folder}.`,
    ({ folder }) =>
      `Export a function from a file in ${folder} and give it a method tag: /** @get /hello */ export async function hello(): Promise<string> { return "hello"; }`,
  ),
  SO004: entry<Named & Tagged & { what: "route" | "job" }>(
    "Operation not exported",
    ({ name, tag, what }) => `${name} has @${tag} but is not exported, so it can't become a ${what}.`,
    ({ tag }) => `Export the function, or remove @${tag}.`,
  ),
  SO005: entry(
    "Operation without a name",
    () => "An operation needs a name, and a default export has none that others see.",
    () => "Export it by name: the function's name is the operationId.",
  ),
  SO006: entry<Named>(
    "Overloaded function",
    ({ name }) => `${name} is overloaded, and one route has one signature.`,
    () => "Keep one signature, or write one function a route.",
  ),
  SO007: entry<Named>(
    "Generic function",
    ({ name }) => `${name} has type parameters, and a request says nothing about types.`,
    () => "Name the types that it takes and returns.",
  ),
  SO008: entry<Named & Tagged>(
    "Operation that is not a function literal",
    ({ name, tag }) => `${name} has @${tag} but is not written as a function, so its kind can't be read.`,
    () => "Write it as a function: the syntax (async, *) says where it runs.",
  ),
  SO009: entry<Named>(
    "Name that is a word of the language",
    ({ name }) => `${name} is a word of the language, so no variable can be called so.`,
    () => "Export the function under another name.",
  ),
  SO010: entry(
    "Schedule that ends its comment",
    () => "This */ ends the doc comment in the middle of the schedule.",
    () => "Write the slash as \\/, as in @schedule *\\/15 * * * *",
  ),
  SO011: entry<{ fault: string }>(
    "Faulty wrangler.toml",
    ({ fault }) => `This is no TOML: ${fault}.`,
    () => "Correct it: what it switches on decides what is in the bundle.",
  ),

  // Tags
  SO101: entry<Tagged & { suggestion?: string }>(
    "Unknown tag",
    ({ tag }) => `There is no tag @${tag}.`,
    ({ suggestion }) =>
      suggestion
        ? `Did you mean @${suggestion}?`
        : "Remove it, or put it in backticks if it is meant as text.",
  ),
  SO102: entry<Tagged & { here: string; there: string }>(
    "Tag in the wrong place",
    ({ tag, here }) => `@${tag} has no meaning on ${here}.`,
    ({ tag, there }) => `Put @${tag} on ${there}.`,
  ),
  SO104: entry<Tagged & { first: string }>(
    "Two methods",
    ({ tag, first }) =>
      `This function already has @${first}; one operation has one method and one path, so @${tag} is one too many.`,
    () => "Write a second function that calls this one.",
  ),
  SO105: entry<{ path: string; reason: string; instead: string }>(
    "Malformed path",
    ({ path, reason }) => (path === "" ? "The path is missing." : `The path ${path} ${reason}.`),
    ({ instead }) => instead,
  ),
  SO106: entry<{ text: string }>(
    "Bad @status",
    ({ text }) => `@status ${text} is not a status of success.`,
    () => "Write one number from 200 to 399, such as @status 201. Failures are @throws {404} text.",
  ),
  SO107: entry(
    "Bad @throws",
    () => "@throws needs the status that the client gets.",
    () =>
      "Write it as @throws {404} No burger has this id. The status is one number from 400 to 599, or 4XX, 5XX or default; media types may follow it, as in {404 text/plain}.",
  ),
  SO108: entry<Tagged & { text: string; expected: string; example: string }>(
    "Bad value of a tag",
    ({ tag, text, expected }) => `@${tag} takes ${expected}, not ${text === "" ? "nothing" : `\`${text}\``}.`,
    ({ tag, example }) => `Write it as @${tag} ${example}`.trimEnd(),
  ),
  SO109: entry<Tagged & { kind: string }>(
    "Job tag on an edge function",
    ({ tag, kind }) => `@${tag} is for jobs, and ${kind} runs at once, on the edge.`,
    ({ tag }) => `Remove @${tag}, or write a plain function if this is CPU work.`,
  ),
  SO110: entry<Tagged>(
    "Tag given twice",
    ({ tag }) => `@${tag} is given twice.`,
    () => "Keep one of them.",
  ),
  SO111: entry<{ name: string; suggestion?: string }>(
    "@param without a parameter",
    ({ name }) => `There is no parameter ${name}.`,
    ({ suggestion }) =>
      suggestion ? `Did you mean ${suggestion}?` : "Remove the tag, or name a parameter of this function.",
  ),
  SO112: entry(
    "@consumes without a raw body",
    () => "@consumes is for a raw body, and no parameter of this function takes one.",
    () => "Take the body as Uint8Array or ReadableStream, or remove @consumes.",
  ),
  SO113: entry<{ mediaType: string; returned: string }>(
    "@produces that does not fit",
    ({ mediaType, returned }) => `@produces ${mediaType} does not fit ${returned}.`,
    () =>
      "JSON goes out as application/json and a stream as its client asks. Return a string or Uint8Array for another media type, or a Response to decide everything.",
  ),
  SO114: entry<{ status: number }>(
    "Status without a body",
    ({ status }) => `Status ${status} carries no body, but this function returns something.`,
    () => "Return void, or choose another @status.",
  ),
  SO115: entry(
    "Job with a route",
    () => "@job is for a function without a route, but this one has a method and a path.",
    () => "Remove @job: with a path, a plain function or a function* runs as a job too.",
  ),
  SO116: entry<{ text: string; field: string; range: string }>(
    "Bad field of a schedule",
    ({ text, field }) => `\`${text}\` is no ${field}.`,
    ({ range }) =>
      `That field takes *, or numbers of ${range}: 1,3 (a list), 1-5 (a range), ${range}/2 (every other one).`,
  ),
  SO117: entry<{ cron: string }>(
    "Schedule that never comes",
    ({ cron }) => `No date fits \`${cron}\`.`,
    () => "Correct the day of the month or the month.",
  ),
  SO118: entry<{ zone: string; suggestion?: string }>(
    "Unknown time zone",
    ({ zone }) => `There is no time zone ${zone}.`,
    ({ suggestion }) =>
      suggestion
        ? `Did you mean ${suggestion}?`
        : "Name one of the IANA database, such as Europe/Berlin; without one it is UTC.",
  ),
  SO119: entry<{ text: string; reason: string; example: string }>(
    "Bad @security",
    ({ text, reason }) => `\`${text}\` ${reason}.`,
    ({ example }) => `Write it as @security ${example}`,
  ),
  SO120: entry<Named & { suggestion?: string }>(
    "Unknown security scheme",
    ({ name }) => `There is no security scheme ${name}.`,
    ({ name, suggestion }) =>
      suggestion
        ? `Did you mean ${suggestion}?`
        : `Say what it is, as in @security ${name} bearer JWT or @security ${name} apiKey header X-API-Key.`,
  ),

  SO121: entry<Named & { suggestion?: string }>(
    "Unknown type of an error",
    ({ name }) => `There is no type ${name} here, to be the body of this error.`,
    ({ name, suggestion }) =>
      suggestion
        ? `Did you mean ${suggestion}?`
        : `Import it: import type { ${name} } from "…". A link that is only to be read stands behind the text.`,
  ),
  SO122: entry<Named & { reason: string; instead: string }>(
    "Unfit type of an error",
    ({ name, reason }) => `${name} ${reason}, so it can't be the body of this error.`,
    ({ instead }) => instead,
  ),

  // Parameters
  SO201: entry(
    "Destructured parameter",
    () => "A destructured parameter has no name to find it by in the request.",
    () => "Give the parameter a name and take it apart in the body: `const { a, b } = burger;`",
  ),
  SO202: entry<Named>(
    "Rest parameter",
    ({ name }) => `A rest parameter (...${name}) has no place in a request.`,
    ({ name }) => `Take a list: ${name}: Query<string[]> from the query, or ${name}: Item[] from the body.`,
  ),
  SO203: entry<Named>(
    "Parameter without a type",
    ({ name }) => `The parameter ${name} has no type.`,
    ({ name }) => `Declare what it is: ${name}: string.`,
  ),
  SO204: entry<Named & { operation: string; path: string }>(
    "Path parameter without a placeholder",
    ({ name, operation, path }) =>
      `${name} is read from the path, but ${path} (${operation}) has no {${name}}.`,
    ({ name }) => `Put {${name}} into the path, or take it from elsewhere: Query<…>, Header<…>.`,
  ),
  SO205: entry<Named & { path: string; suggestion?: string }>(
    "Placeholder without a parameter",
    ({ name, path }) => `No parameter takes {${name}} of ${path}.`,
    ({ name, suggestion }) =>
      suggestion
        ? `Did you mean {${suggestion}}?`
        : `Add a parameter ${name}: string, or remove {${name}} from the path.`,
  ),
  SO206: entry<Named>(
    "Optional path parameter",
    ({ name }) => `${name} is part of the path, so it can't be left out.`,
    () => "Remove the `?`, the default or `| undefined`; write a second operation for the shorter path.",
  ),
  SO207: entry<Named & { method: string; operation: string }>(
    "Body where there is none",
    ({ name, method, operation }) =>
      `${name} is read from the body, but ${method.toUpperCase()} (${operation}) has none.`,
    ({ name, method }) =>
      `Use @post, or take ${name} from the query: Query<…> with a scalar or a list of scalars.${method === "head" ? " A HEAD request is answered by @get too." : ""}`,
  ),
  SO208: entry<Named & { this: string; other: string; that: string; operation: string }>(
    "Two kinds of body",
    (d) =>
      `${d.name} takes ${d.this}, but ${d.other} takes ${d.that}, and one request (${d.operation}) has one body.`,
    () =>
      "Take all of it as JSON, or all of it as a form; files and form fields go together. Form<…> marks a form field.",
  ),
  SO209: entry<Named & { what: string; kind: string }>(
    "Context in a job",
    ({ name, what, kind }) =>
      `${name} is ${what}, which belongs to the edge, but ${kind} runs on an executor.`,
    () =>
      "Take what you need of it as parameters (Header<…>, Query<…>, Cookie<…>), or make the function async.",
  ),
  SO210: entry<Named>(
    "Resume outside a function*",
    ({ name }) => `${name} is a Resume, but only a function* leaves checkpoints to resume from.`,
    () => "Make it a function* that yields checkpoints, or remove the parameter.",
  ),
  SO211: entry<Named>(
    "Resume that is not last",
    ({ name }) => `${name} is a Resume, and must be the last parameter.`,
    () => "Move it to the end: the async twin leaves it out.",
  ),
  SO212: entry<Named>(
    "Resume that is not optional",
    ({ name }) => `${name} is a Resume, and the first attempt has none.`,
    ({ name }) => `Make it optional: ${name}?: Resume<…>.`,
  ),
  SO213: entry<Named & { where: string; type: string }>(
    "Not a scalar",
    ({ name, where, type }) => `${name} is read from the ${where}, but ${type} is not text that fits there.`,
    () =>
      "Use a string, number, boolean, Date, enum or union of literals, or a list of them; in the query an object of these, too. Or take it from the body.",
  ),
  SO214: entry<Named & { where: string }>(
    "List where one value fits",
    ({ name, where }) => `${name} is a list, and the ${where} holds one value of each name.`,
    () => "Take a single value, or take the list from the query: Query<…[]>.",
  ),
  SO215: entry<Named & { kind: string }>(
    "Stream in a job",
    ({ name, kind }) =>
      `${name} is a stream, but ${kind} runs on an executor, and a stream can't wait in the queue.`,
    ({ name }) => `Take the whole body: ${name}: Uint8Array.`,
  ),
  SO216: entry<Named & { type: string }>(
    "Unsupported raw body",
    ({ name, type }) => `${name} can't be filled: a body does not arrive as ${type}.`,
    ({ name }) =>
      `Take the raw body as ${name}: Uint8Array or ReadableStream, and a file of a form as ${name}: UploadedFile.`,
  ),
  SO217: entry<Named & { checkpoint: string; resume: string }>(
    "Checkpoint that does not fit Resume",
    ({ checkpoint, resume }) => `The checkpoint is ${checkpoint}, but it comes back as ${resume}.`,
    ({ name, checkpoint }) => `Use the same type in both places: ${name}?: Resume<${checkpoint}>.`,
  ),
  SO218: entry<Named & { marker: string }>(
    "Marker inside another type",
    ({ name, marker }) => `${name} has ${marker}<…> inside another type, where it says nothing.`,
    ({ marker }) => `Put ${marker}<…> around the whole type.`,
  ),
  SO219: entry<Named & { operations: string; others: string }>(
    "Dependency parameter from two places",
    ({ name, operations, others }) => `${name} is in the path of ${operations}, but not of ${others}.`,
    ({ name }) => `Say where it comes from, with ${name}: Path<…> or Query<…>, or split the dependency.`,
  ),
  SO220: entry<Named & { what: string; job: string }>(
    "Job that asks for a request",
    ({ name, what, job }) => `${name} is ${what}, which only a request can give, and ${job} has no route.`,
    () =>
      "Take the value itself, without a marker: whoever submits the job passes it. Or give the function a path.",
  ),
  SO221: entry<Named & { operation: string }>(
    "Required parameter of a schedule",
    ({ name, operation }) =>
      `${name} is required, but ${operation} is scheduled, and a schedule passes no arguments.`,
    ({ name }) =>
      `Give ${name} a default or a \`?\`, or put @schedule on a function without parameters that calls this one.`,
  ),
  SO222: entry<Named & { style: string; fits: string }>(
    "Style that does not fit",
    ({ name, style, fits }) => `@style ${style} is for ${fits} in the query, and ${name} is none.`,
    ({ name, fits }) =>
      `Remove @style, or take ${fits} from the query: ${name}: Query<${fits === "a list" ? "…[]" : "{ … }"}>.`,
  ),

  // Types
  SO301: entry<{ type: string }>(
    "Unresolved type",
    ({ type }) => `The type ${type} can't be found.`,
    () => "Check its name and its import; where it is inferred, declare it. `npm run typecheck` says more.",
  ),
  SO302: entry<{ what: string }>(
    "Function in JSON",
    ({ what }) => `${what} is a function, and JSON holds no functions.`,
    () => "Leave it out of the type (Omit<…>), or keep the data and the behaviour apart.",
  ),
  SO303: entry<{ type: string; instead: string }>(
    "Type without a JSON form",
    ({ type }) => `${type} has no JSON form.`,
    ({ instead }) => instead,
  ),
  SO304: entry(
    "bigint without a format",
    () => "JSON numbers lose digits of a bigint.",
    () => "Give it @format int64 and it goes as a string of digits, or use number with @asType integer.",
  ),
  SO305: entry<{ type: string }>(
    "Not a value",
    ({ type }) => `No JSON value has the type ${type}.`,
    () => "Use null for nothing, or leave the property out with `?`.",
  ),
  SO306: entry<{ type: string }>(
    "Bytes in JSON",
    ({ type }) => `${type} stands inside JSON, which holds no bytes.`,
    () => "Send bytes as the whole body, as an UploadedFile, or as a base64 string.",
  ),
  SO307: entry(
    "Nested UploadedFile",
    () => "An UploadedFile must be a parameter of its own, or a list of them.",
    () => "Take the file as a parameter beside the form: title: Form<string>, photo: UploadedFile.",
  ),
  SO308: entry<{ type: string }>(
    "Type that depends on a type parameter",
    ({ type }) => `${type} depends on a type parameter that nothing fills here.`,
    () => "Name the concrete type.",
  ),
  SO309: entry<{ type: string }>(
    "Type without an end",
    ({ type }) => `${type} contains ever larger versions of itself.`,
    () =>
      "A type may contain itself, with the same type arguments and by a name: type Change = Partial<Burger>.",
  ),
  SO310: entry<Tagged & { text: string; expected: string }>(
    "Bad value of a constraint",
    ({ tag, text, expected }) => `@${tag} takes ${expected}, not ${text === "" ? "nothing" : `\`${text}\``}.`,
    ({ tag }) => `Correct the value after @${tag}; text that explains it belongs above the tags.`,
  ),
  SO311: entry<Tagged & { fits: string; type: string; ofItems: boolean }>(
    "Constraint that does not fit",
    ({ tag, fits, type }) => `@${tag} constrains ${fits}, but this is ${type}.`,
    ({ tag, fits, ofItems }) =>
      ofItems
        ? `If it is meant for the items, give them an alias with this comment: /** @${tag} … */ type Item = …;`
        : `Remove @${tag}, or make the type ${fits}.`,
  ),
  SO312: entry<{ lower: string; upper: string }>(
    "Constraints that nothing meets",
    ({ lower, upper }) => `${lower} is above ${upper}: no value meets both.`,
    () => "Swap or correct them.",
  ),
  SO313: entry<{ format: string; suggestion?: string }>(
    "Unknown format",
    ({ format }) => `There is no format ${format}.`,
    ({ suggestion }) =>
      suggestion
        ? `Did you mean ${suggestion}?`
        : "Use a format of JSON Schema, such as email, uuid, uri, date, date-time or ipv4; or @pattern.",
  ),
  SO314: entry<{ text: string; violated: string }>(
    "Default that is not allowed",
    ({ text, violated }) => `The default ${text} is not what ${violated} allows.`,
    () => "Correct the default or the constraint: a client that sends this value would be refused.",
  ),
  SO320: entry<Named & { type: string; instead: string }>(
    "Return type of another kind",
    ({ name, type }) => `${name} is a plain function, which works, but it returns ${type}.`,
    ({ instead }) => `Write it as ${instead}.`,
  ),
  SO321: entry(
    "Response or something else",
    () => "A function returns a Response or a value, but not sometimes one and sometimes the other.",
    () => "Return the value and throw an HTTPException for the rest, or return a Response always.",
  ),
  SO322: entry(
    "Return value that may be undefined",
    () => "The returned value may be undefined, which no JSON says.",
    () => "Return null, or throw new HTTPException(404) where there is nothing.",
  ),
  SO323: entry<{ type: string }>(
    "Stream from a job",
    ({ type }) => `A job's result is stored whole, so it can't be ${type}.`,
    () => "Return a Uint8Array, or make the function async.",
  ),
  SO324: entry<Named & { type: string; expected: string }>(
    "Generator of the wrong type",
    ({ name, type, expected }) => `${name} yields ${type}, not ${expected}.`,
    () =>
      "Declare the return type: Steps<Checkpoint, Result> for a function*, AsyncGenerator<Item> for an async function*.",
  ),
  SO325: entry<Named>(
    "Return type that can't be inferred",
    ({ name }) => `What ${name} returns can't be worked out.`,
    () => "Declare the return type; what comes from src/generated is not known before it is generated.",
  ),

  // Dependencies
  SO401: entry<{ text: string }>(
    "Depends without a function",
    ({ text }) => `Depends<${text}> does not name a function.`,
    () => "Name the function that fills the parameter: Depends<typeof currentCustomer>.",
  ),
  SO402: entry<Named>(
    "Dependency that can't be imported",
    ({ name }) => `The dependency ${name} is not a function that its module exports under a name.`,
    ({ name }) => `Write it as export function ${name}, in src/dependencies for example.`,
  ),
  SO403: entry<{ chain: string }>(
    "Dependency cycle",
    ({ chain }) => `A dependency waits for itself: ${chain}.`,
    () => "Take out one of the links: move what both need into a third dependency.",
  ),
  SO404: entry<Named>(
    "function* as dependency",
    ({ name }) => `${name} is a function*, and nothing can wait for its steps in the middle of a request.`,
    () => "Make it a plain function, or an async function* that sets up, yields once and tears down.",
  ),

  SO405: entry<Named & { dependency: string; kind: string }>(
    "Dependency that can't cross the queue",
    ({ name, dependency, kind }) =>
      `${name} is what ${dependency} gives, which must cross the queue: ${kind} runs on an executor.`,
    () => "Depend on data, not on a connection or an object with methods; or make the function async.",
  ),
  SO406: entry<Named>(
    "Parameter of the name of its dependency",
    ({ name }) => `In its own type, ${name} is the parameter and not the function.`,
    ({ name }) =>
      `Give the parameter another name, or import the function under one: import { ${name} as … }.`,
  ),

  // Conflicts
  SO501: entry<Named & { elsewhere: string }>(
    "Two functions of one name",
    ({ name, elsewhere }) =>
      `There is another ${name} in ${elsewhere}, and names must be unique: they are operationIds and job names.`,
    () => "Rename one of them.",
  ),
  SO502: entry<{ route: string; name: string; elsewhere: string }>(
    "Two operations on one path",
    ({ route, name, elsewhere }) => `${route} is already answered by ${name} (${elsewhere}).`,
    () => "Change the method or the path of one of them; the names of placeholders make no difference.",
  ),
  SO503: entry<{ path: string }>(
    "Reserved path",
    ({ path }) => `${path} belongs to Shortorder itself, for its documentation or its jobs.`,
    () =>
      "Choose another path. Reserved are /openapi.json, /docs and what is below it, GET /jobs, and what is below /jobs.",
  ),
  SO504: entry<{ tag: string; text: string; queue: string; other: string; name: string; elsewhere: string }>(
    "Two limits of one queue",
    ({ tag, text, queue, other, name, elsewhere }) =>
      `@${tag} ${text} contradicts @${tag} ${other} of ${name} (${elsewhere}): both are in the queue ${queue}.`,
    ({ tag }) =>
      `Keep one @${tag}, which counts for all of the queue, or give one of them a @queue of its own.`,
  ),
  SO505: entry<Named & { elsewhere: string }>(
    "Two security schemes of one name",
    ({ name, elsewhere }) => `The security scheme ${name} is something else in ${elsewhere}.`,
    ({ name }) =>
      `Give one of them another name, as in @security other${name[0]?.toUpperCase()}${name.slice(1)} bearer JWT, or say it once: elsewhere, @security ${name} is enough.`,
  ),

  // WebSockets
  SO601: entry<Named & { marker: string; kind: string }>(
    "Part of a WebSocket elsewhere",
    ({ name, marker, kind }) =>
      `${name} is ${marker}<…>, which ${kind} with @websocket has, and no other function.`,
    ({ marker, kind }) =>
      marker === "Messages"
        ? `Write ${kind} with @websocket; or take what comes one by one, as SocketEvent<…> in an async function.`
        : `Write ${kind} with @websocket; or take what comes as Messages<…> in an async function*.`,
  ),
  SO602: entry<Named & { kind: string }>(
    "WebSocket of CPU work",
    ({ name, kind }) =>
      `${name} has @websocket and is ${kind}, which runs on an executor, where no connection leads.`,
    () => "Make it an async function or an async function*, and await the twin of what works.",
  ),
  SO603: entry<Named>(
    "WebSocket without events",
    ({ name }) => `${name} is an async function with @websocket, and does not take what happens there.`,
    () => "Add a parameter of the type SocketEvent<…>; or write an async function*, whose items are sent.",
  ),
  SO604: entry<Named>(
    "WebSocket that returns",
    ({ name }) => `${name} returns something, and an event of a WebSocket has no answer.`,
    () =>
      "Return nothing. Take a room: Room<…>, and send by room.reply(…), room.toAll(…) or room.toOthers(…).",
  ),
  SO605: entry<Named & { what: string }>(
    "Part of a request in a room",
    ({ name, what }) =>
      `${name} is ${what}, which stays with the request: the function runs in a room that outlives it.`,
    () => "Take what you need of it as data: a parameter, or what a dependency makes of it.",
  ),
  SO606: entry<Named & { dependency: string }>(
    "Tear-down before a room",
    ({ name, dependency }) =>
      `${name} depends on ${dependency}, which is torn down after the response, and a room lasts longer.`,
    () => "Depend on an async function; or write an async function*, after which dependencies are torn down.",
  ),
};

export type Code = keyof typeof CATALOGUE;
/** What has to be supplied to report a code. */
export type Details<C extends Code> = Parameters<(typeof CATALOGUE)[C]["message"]>[0];
