/** Every place of a parameter with every shape, through the generated routes of `test/samples/parameters`. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DevServer, startSample } from "./harness.ts";

let server: DevServer;
beforeAll(async () => {
  server = await startSample("parameters");
});
afterAll(() => server.stop());

/** A shape, texts that fit with what the handler then gets, and texts that don't with the issue. */
const SHAPES: Record<string, { fits: [string, unknown][]; fails: [string, string][] }> = {
  string: {
    fits: [
      ["plain text", "plain text"],
      ["42", "42"],
    ],
    fails: [],
  },
  slug: {
    fits: [["abc", "abc"]],
    fails: [
      ["a", "minLength"],
      ["a1", "pattern"],
    ],
  },
  number: {
    fits: [
      ["1.5", 1.5],
      ["-2e3", -2000],
      ["+7", 7],
    ],
    fails: [
      ["", "type"],
      ["ten", "type"],
      ["0x10", "type"],
    ],
  },
  rating: {
    fits: [
      ["1", 1],
      ["10", 10],
    ],
    fails: [
      ["0", "minimum"],
      ["11", "maximum"],
      ["1.5", "type"],
      ["NaN", "type"],
    ],
  },
  boolean: {
    fits: [
      ["true", true],
      ["0", false],
      ["False", false],
    ],
    fails: [["yes please", "type"]],
  },
  size: { fits: [["small", "small"]], fails: [["Small", "enum"]] },
  date: {
    fits: [["2026-11-23T10:00:00Z", new Date("2026-11-23T10:00:00Z")]],
    fails: [
      ["2026-11-23", "format"],
      ["soon", "type|format"],
    ],
  },
  either: {
    fits: [
      ["2", 2],
      ["true", true],
    ],
    fails: [["two", "anyOf"]],
  },
};

/** How a request carries a text in each place. */
const PLACES: Record<string, (shape: string, text: string) => [path: string, init?: RequestInit]> = {
  path: (shape, text) => [`/path/${shape}/${encodeURIComponent(text)}`],
  query: (shape, text) => [`/query/${shape}?value=${encodeURIComponent(text)}`],
  header: (shape, text) => [`/header/${shape}`, { headers: { value: text } }],
  cookie: (shape, text) => [
    `/cookie/${shape}`,
    { headers: { cookie: `other=1; value=${encodeURIComponent(text)}` } },
  ],
  form: (shape, text) => [`/form/${shape}`, { method: "POST", body: new URLSearchParams({ value: text }) }],
};

const locOf = (place: string) => (place === "form" ? "body" : place);

async function send(
  path: string,
  init?: RequestInit,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(new URL(path, server.url), init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const seen = (value: unknown) => ({
  type: value instanceof Date ? "Date" : Array.isArray(value) ? "array" : typeof value,
  value: value instanceof Date ? value.toISOString() : (value ?? null),
});

const json = (body: unknown, init: RequestInit = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
  ...init,
});

describe.each(Object.keys(PLACES))("a parameter in the %s", (place) => {
  const request = PLACES[place] as (shape: string, text: string) => [string, RequestInit?];

  describe.each(Object.entries(SHAPES))("of the shape %s", (shape, { fits, fails }) => {
    // A path segment is never empty: such a path is another path.
    const texts = <T>(cases: [string, T][]) => cases.filter(([text]) => place !== "path" || text !== "");

    it.each(texts(fits))("takes %j", async (text, value) => {
      expect(await send(...request(shape, text))).toEqual({ status: 200, body: seen(value) });
    });

    it.each(texts(fails))("refuses %j", async (text, type) => {
      const { status, body } = await send(...request(shape, text));
      expect(status).toBe(422);
      expect(body.errors).toEqual([
        {
          loc: [locOf(place), "value"],
          type: expect.stringMatching(type),
          message: expect.stringMatching(/^Must .*\.$/),
        },
      ]);
    });
  });

  it.skipIf(place === "path")(
    "is reported when it is missing, and may be left out when it is optional",
    async () => {
      const [, init] = request("rating", "1");
      const without: RequestInit = {
        ...init,
        headers: {},
        ...(init?.body ? { body: new URLSearchParams() } : {}),
      };
      expect(await send(`/${place}/rating`, without)).toMatchObject({
        status: 422,
        body: { errors: [{ loc: [locOf(place), "value"], type: "missing", message: "Required." }] },
      });
      expect((await send(`/${place}/optional`, without)).body).toEqual(seen(undefined));
      expect((await send(`/${place}/default`, without)).body).toEqual(seen(5));
    },
  );
});

describe("a placeholder that shares its segment", () => {
  it.each([
    ["2026-11.json", { year: 2026, month: 11 }],
    ["lunch.json", "lunch"],
    ["a%2Fb%20c.json", "a/b c"],
    ["lunch.xml", "lunch.xml"],
    [".json", ".json"],
  ])("%s", async (segment, value) => {
    expect(await send(`/path/menus/${segment}`)).toMatchObject({ status: 200, body: { value } });
  });

  it("is checked as any other", async () => {
    const { status, body } = await send("/path/menus/soon-11.json");
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ loc: ["path", "year"], type: "type" }] });
  });
});

describe("a list", () => {
  it.each([
    ["query", "/query/list?value=1&value=2", undefined],
    ["header", "/header/list", { headers: { value: "1, 2" } }],
    ["form", "/form/list", { method: "POST", body: new URLSearchParams("value=1&value=2") }],
  ])("in the %s takes every occurrence", async (_place, path, init) => {
    expect((await send(path, init)).body).toEqual(seen([1, 2]));
  });

  it("says which item is wrong", async () => {
    expect((await send("/query/list?value=1&value=x&value=11")).body.errors).toEqual([
      { loc: ["query", "value", 1], type: "type", message: "Must be an integer." },
      { loc: ["query", "value", 2], type: "maximum", message: "Must be at most 10." },
    ]);
  });
});

describe("a list in one text of the query", () => {
  it.each([
    ["/query/commas?value=1,2", [1, 2]],
    ["/query/commas?value=1%2C2&value=3", [1, 2, 3]],
    ["/query/commas?value=", []],
    ["/query/pipes?value=small|large", ["small", "large"]],
    ["/query/pipes", undefined],
    ["/query/spaces?value=a%20b", ["a", "b"]],
    ["/query/spaces?value=a+b", ["a", "b"]],
    ["/query/spaces", []],
  ])("%s", async (path, value) => {
    expect(await send(path)).toEqual({ status: 200, body: seen(value) });
  });

  it.each([
    ["/query/commas", { loc: ["query", "value"], type: "missing" }],
    ["/query/commas?value=1,,2", { loc: ["query", "value", 1], type: "type" }],
    ["/query/pipes?value=small|huge", { loc: ["query", "value", 1], type: "enum" }],
    ["/query/spaces?value=a+b+c", { loc: ["query", "value"], type: "maxItems" }],
  ])("%s is refused", async (path, issue) => {
    expect(await send(path)).toMatchObject({ status: 422, body: { errors: [issue] } });
  });
});

describe("an object in the query", () => {
  const filter = { size: "small", rating: 7, since: "2026-11-23T10:00:00.000Z", tags: ["ab", "cd"] };
  const keys = "size=small&rating=7&since=2026-11-23T10:00:00Z&tags=ab&tags=cd&other=1";
  const deep = (key: string) => keys.replace(/(\w+)=/g, `${key}[$1]=`);

  it.each([
    [`/query/object?${keys}`, filter],
    ["/query/object?size=large", { size: "large" }],
    ["/query/object/optional", 1],
    ["/query/object/optional?page=3", 3],
    [`/query/deep?${deep("value")}`, filter],
    [`/query/deep/optional?${deep("filter")}`, filter],
    ["/query/deep/optional?filter=1&value[size]=small", undefined],
  ])("%s", async (path, value) => {
    expect(await send(path)).toEqual({ status: 200, body: seen(value) });
  });

  it.each([
    ["/query/object", [{ loc: ["query", "size"], type: "missing" }]],
    [
      "/query/object/optional?rating=11&tags=ab&tags=c",
      [
        { loc: ["query", "size"], type: "missing" },
        { loc: ["query", "rating"], type: "maximum" },
        { loc: ["query", "tags", 1], type: "minLength" },
      ],
    ],
    ["/query/deep", [{ loc: ["query", "value"], type: "missing" }]],
    [
      "/query/deep/optional?filter[rating]=x",
      [
        { loc: ["query", "filter", "size"], type: "missing" },
        { loc: ["query", "filter", "rating"], type: "type" },
      ],
    ],
  ])("%s is refused", async (path, errors) => {
    expect(await send(path)).toMatchObject({ status: 422, body: { errors } });
  });
});

describe("a JSON body", () => {
  const person = { name: "Ada", addresses: [{ city: "paris", since: "2026-11-23T10:00:00Z" }], size: null };
  const arrived = { ...person, addresses: [{ city: "paris", since: "2026-11-23T10:00:00.000Z" }] };

  it("is one argument, without what its type does not declare", async () => {
    const { body } = await send("/body/person", json({ ...person, admin: true }));
    expect(body).toEqual(seen(arrived));
  });

  it("reports all issues at once, at every depth", async () => {
    const broken = { rating: 11, addresses: [{ city: "paris" }, { city: "P" }, 3], size: "huge" };
    expect(await send("/body/person", json(broken))).toMatchObject({
      status: 422,
      body: {
        errors: [
          { loc: ["body", "name"], type: "missing" },
          { loc: ["body", "rating"], type: "maximum" },
          { loc: ["body", "addresses", 1, "city"], type: "minLength" },
          { loc: ["body", "addresses", 1, "city"], type: "pattern" },
          { loc: ["body", "addresses", 2], type: "type" },
          { loc: ["body", "size"], type: "enum" },
        ],
      },
    });
  });

  it("may be a list or a scalar", async () => {
    expect((await send("/body/list", json([person, person]))).body).toEqual(seen([arrived, arrived]));
    expect((await send("/body/scalar", json(7))).body).toEqual(seen(7));
    expect((await send("/body/scalar", json("7"))).body.errors).toMatchObject([
      { loc: ["body"], type: "type" },
    ]);
  });

  it("is keyed by name for several arguments", async () => {
    const { body } = await send("/body/two", json({ left: person, rating: 3 }));
    expect(body).toEqual(seen({ left: arrived, rating: 3, slug: "left out" }));
    expect((await send("/body/two", json({ rating: 0, slug: "1" }))).body.errors).toMatchObject([
      { loc: ["body", "left"], type: "missing" },
      { loc: ["body", "rating"], type: "minimum" },
      { loc: ["body", "slug"], type: "minLength" },
      { loc: ["body", "slug"], type: "pattern" },
    ]);
  });

  it("may be absent when it is optional, and is missing when not", async () => {
    expect((await send("/body/optional", { method: "POST" })).body).toEqual(seen(undefined));
    expect((await send("/body/person", { method: "POST" })).body.errors).toMatchObject([
      { loc: ["body"], type: "missing" },
    ]);
  });

  it("carries bigints as digits", async () => {
    const response = await fetch(new URL("/body/bigint", server.url), json("9007199254740993"));
    expect(await response.text()).toBe('"18014398509481986"');
  });

  it("is 400 when malformed, 415 of another type", async () => {
    const malformed = await send("/body/person", json(null, { body: '{"name": "Ada",' }));
    expect(malformed).toMatchObject({
      status: 400,
      body: { title: "Bad Request", detail: expect.stringContaining("JSON") },
    });
    const xml = await send("/body/person", {
      method: "POST",
      headers: { "content-type": "application/xml" },
      body: "<a/>",
    });
    expect(xml).toMatchObject({ status: 415, body: { detail: expect.stringContaining("application/json") } });
    const suffixed = { headers: { "content-type": "application/vnd.api+json; charset=utf-8" } };
    expect((await send("/body/person", json(person, suffixed))).status).toBe(200);
  });
});

describe("a raw body", () => {
  const send64 = (type: string) =>
    send("/body/bytes", { method: "POST", headers: { "content-type": type }, body: "x".repeat(64) });

  it("arrives as bytes, of the media types that are accepted", async () => {
    expect((await send64("image/png")).body).toEqual(seen(64));
    expect((await send64("text/csv; charset=utf-8")).body).toEqual(seen(64));
    expect((await send64("image/gif")).status).toBe(415);
  });
});

describe("a form", () => {
  const post = (body: BodyInit) => ({ method: "POST", body });

  it("may be one object", async () => {
    const form = new URLSearchParams("name=ada&rating=3&tags=a&tags=b&stray=1");
    expect((await send("/form/object", post(form))).body).toEqual(
      seen({ name: "ada", rating: 3, tags: ["a", "b"] }),
    );
    expect((await send("/form/object", post(new URLSearchParams("rating=x")))).body.errors).toMatchObject([
      { loc: ["body", "name"], type: "missing" },
      { loc: ["body", "rating"], type: "type" },
      { loc: ["body", "tags"], type: "missing" },
    ]);
  });

  it("carries files", async () => {
    const form = new FormData();
    form.set("photo", new File(["bytes"], "me.png", { type: "image/png" }));
    expect((await send("/form/file", post(form))).body).toEqual(
      seen({ name: "me.png", type: "image/png", text: "bytes", title: "untitled" }),
    );
    form.set("photo", "no file");
    expect((await send("/form/file", post(form))).body.errors).toMatchObject([
      { loc: ["body", "photo"], type: "type" },
    ]);
  });

  it("carries several files in one field", async () => {
    const form = new FormData();
    form.append("photos", new File(["1"], "one.png"));
    form.append("photos", new File(["2"], "two.png"));
    expect((await send("/form/files", post(form))).body).toEqual(seen(["one.png", "two.png"]));
  });

  it("is 415 of another type, and 400 when malformed", async () => {
    expect((await send("/form/object", json({}))).status).toBe(415);
    const broken = {
      method: "POST",
      headers: { "content-type": "multipart/form-data" },
      body: "no boundary",
    };
    expect((await send("/form/object", broken)).status).toBe(400);
  });
});

describe("a type", () => {
  const day = "2026-11-23T10:00:00.000Z";
  const item = { name: "n", price: 1, color: "red", added: day };
  const square = { kind: "square", side: 1, corner: [1, 2, "label"] };

  it.each([
    [
      "page",
      { items: [{ ...item, stray: 1 }], total: 1, next: null },
      { items: [item], total: 1, next: null },
    ],
    [
      "chain",
      { value: day, next: { value: day, next: null, stray: 1 } },
      { value: day, next: { value: day, next: null } },
    ],
    ["shapes", { a: null, b: { ...square, radius: 1 } }, { a: null, b: square }],
    [
      "tree",
      { value: 1, children: [{ value: 2, children: [], stray: 1 }] },
      { value: 1, children: [{ value: 2, children: [] }] },
    ],
    ["branch", { left: { a: 1, b: 2, c: 3 } }, { left: { a: 1, b: 2 } }],
    ["json", [1, "a", null, { b: [true] }], [1, "a", null, { b: [true] }]],
    ["partial", { ...item, stray: 1 }, { name: "n", color: "red", added: day }],
    [
      "tuples",
      {
        path: [
          [1, 2],
          [3, 4, "end"],
        ],
        days: ["n", day, day],
      },
      {
        path: [
          [1, 2],
          [3, 4, "end"],
        ],
        days: ["n", day, day],
      },
    ],
    ["either", { a: "x", b: 1, c: 2 }, { a: "x", b: 1 }],
    ["either", ["x"], ["x"]],
    [
      "inherited",
      { value: { constructor: "a", "content-type": "b" } },
      { value: { constructor: "a", "content-type": "b" }, constructor: null },
    ],
    [
      "inherited",
      {
        value: {
          constructor: "a",
          "content-type": "b",
          valueOf: [{ street: "c", no: 1 }],
          "m²": { of: 2, and: 3 },
        },
      },
      {
        value: { constructor: "a", "content-type": "b", valueOf: [{ street: "c" }], "m²": { of: 2 } },
        constructor: null,
      },
    ],
  ])("%s carries what it declares, in and out", async (path, sent, got) => {
    expect(await send(`/types/${path}`, json(sent))).toEqual({ status: 200, body: got });
  });

  it.each([
    ["shapes", { a: { kind: "blob" } }, ["body", "a", "kind"]],
    ["page", { items: [{}], total: 1.5, next: null }, ["body", "items", 0, "name"]],
    ["tuples", { path: [[1]], days: ["n"] }, ["body", "path", 0]],
    ["inherited", { value: { "content-type": "b" } }, ["body", "value", "constructor"]],
    ["partial", { name: null }, ["body", "name"]],
  ])("%s refuses what does not fit", async (path, sent, loc) => {
    const { status, body } = await send(`/types/${path}`, json(sent));
    expect(status).toBe(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ loc }));
  });

  it("with a brand, of a template, a class, in a form", async () => {
    const headers = { cookie: "session=abc", tags: "a, b" };
    expect(
      (await send("/types/brands/abc?code=user-1&color=red&ids=abc&ids=def&level=auto", { headers })).body,
    ).toEqual({
      id: "abc",
      code: "user-1",
      color: "red",
      session: "abc",
      tags: ["a", "b"],
      ids: ["abc", "def"],
      level: "auto",
    });
    expect((await send("/types/accounts/2")).body).toEqual({ id: 2, balance: "12", doubled: 4 });
    const form = new FormData();
    for (const [name, value] of Object.entries({ name: "n", tags: "a", color: "red", when: day }))
      form.append(name, value);
    form.append("photo", new File([""], "photo.png"));
    expect((await send("/types/form", { method: "POST", body: form })).body).toEqual({
      item: { name: "n", tags: ["a"], color: "red", when: day },
      photo: "photo.png",
    });
  });

  it("lets nothing out that it does not declare", async () => {
    const text = await (await fetch(new URL("/types/undeclared", server.url))).text();
    expect(text).not.toContain("secret");
    expect(JSON.parse(text)).toMatchObject({ either: { a: "a" }, empty: {} });
    const stream = await fetch(new URL("/types/items", server.url), json([{ ...item, secret: 1 }]));
    expect(await stream.text()).toBe(
      `data: ${JSON.stringify({ name: "n", price: 1, added: day, color: "red" })}\n\ndata: {"done":true}\n\n`,
    );
  });
});

describe("names that generated code uses too", () => {
  it("are those of parameters, models and dependencies", async () => {
    const names = [
      "input",
      "c",
      "form",
      "result",
      "stubs",
      "jobs",
      "read",
      "at",
      "exits",
      "pickCheck",
      "checkReport",
    ];
    const query = names.map((name) => `${name}=1`).join("&");
    const sent = json({ body: { a: "x" }, value: "v" });
    expect((await send(`/names/parameters?${query}`, sent)).body).toEqual({
      ...Object.fromEntries(names.map((name) => [name, "1"])),
      result: 1,
      body: { a: "x" },
      value: "v",
    });
    const models = {
      check: { a: "a" },
      report: { check: { a: "b" }, when: "2026-11-23T10:00:00.000Z" },
      date: { day: 1 },
      values: { today: { day: 2 } },
      problem: { reason: "none" },
      job: { title: "cook" },
    };
    expect((await send("/names/models?pickCheck=yes", json(models))).body).toEqual({
      ...models,
      pickCheck: "yes",
    });
    expect(
      (
        await send(
          "/names/dependencies",
          json(
            { name: "ada", title: "t" },
            { headers: { "content-type": "application/json", token: "12345" } },
          ),
        )
      ).body,
    ).toEqual({
      d: true,
      user: "ada",
      s: { token: "12345", weight: 2 },
      t: "12345",
      title: "t",
    });
  });

  it.each([
    ["route", "1970-01-01T00:00:00.000Z"],
    ["delegate?a=1", 1],
    ["fetch", "f"],
    ["Response", "r"],
    ["twin?when=2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000Z"],
    ["registry", "r"],
    ["storedJson", "s"],
    ["checkString?q=q", "q"],
    ["readJob", "j"],
  ])("are those of operations: %s", async (path, body) => {
    expect(await send(`/names/${path}`)).toEqual({ status: 200, body });
  });

  it.each(["import", "limit-body", "3d-models", "admin/burgers", "admin-burgers"])(
    "are those of files: %s",
    async (file) => {
      expect((await send(`/files/${file}`)).body).toBe(file);
    },
  );
});

describe("a hostile client", () => {
  const nested = (depth: number, open: string, close: string, middle = "") =>
    open.repeat(depth) + middle + close.repeat(depth);

  it.each([
    ["/types/tree", nested(10_000, '{"value":1,"children":[', "]}")],
    ["/types/chain", nested(10_000, '{"value":"2026-11-23T10:00:00Z","next":', "}", "null")],
    ["/types/json", nested(10_000, "[", "]")],
    ["/types/json", nested(1_000_000, "[", "]")],
    ["/types/branch", nested(10_000, '{"left":', "}", "{}")],
  ])("can't exhaust the stack of %s", async (path, body) => {
    expect(await send(path, json(null, { body }))).toMatchObject({
      status: 422,
      body: { errors: expect.any(Array) },
    });
  });

  it("may nest as deep as is allowed, also where a union doubles at every level", async () => {
    for (const [path, body] of [
      ["/types/json", nested(400, "[", "]")],
      ["/types/branch", nested(400, '{"left":', "}", '{"a":1}')],
    ] as const)
      expect((await send(path, json(null, { body }))).status, path).toBe(200);
    expect((await send("/types/anything", json(null, { body: nested(100_000, "[", "]") }))).status).toBe(200);
  });

  it("gets the first of a million issues", async () => {
    const { status, body } = await send(
      "/types/page",
      json({ items: Array.from({ length: 1_000_000 }, () => 0), total: 1, next: null }),
    );
    expect([status, (body.errors as unknown[]).length]).toEqual([422, 100]);
  });

  it.each([
    ["malformed percent-encoding in the path", "/path/rating/%E0%A4%A", undefined, 422],
    ["malformed percent-encoding in the query", "/query/rating?value=%E0%A4%A&%=%", undefined, 422],
    [
      "malformed percent-encoding in a cookie",
      "/cookie/rating",
      { headers: { cookie: "value=%E0%A4%A; =; ;; __proto__=1" } },
      422,
    ],
    ["a number without an end", `/query/number?value=${"9".repeat(400)}`, undefined, 422],
    ["names of prototypes in the query", "/query/rating?value=1&__proto__=2&constructor=3", undefined, 200],
    [
      "names of prototypes in a form",
      "/form/object",
      { method: "POST", body: new URLSearchParams("__proto__=1&constructor=2") },
      422,
    ],
    ["the same key again", "/query/rating?value=1&value=11", undefined, 200],
    [
      "a multipart form that breaks off",
      "/form/file",
      {
        method: "POST",
        headers: { "content-type": "multipart/form-data; boundary=b" },
        body: '--b\r\ncontent-disposition: form-data; name="photo"\r\n\r\nx',
      },
      400,
    ],
    [
      "a multipart form without a name",
      "/form/file",
      {
        method: "POST",
        headers: { "content-type": "multipart/form-data; boundary=b" },
        body: "--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--\r\n",
      },
      400,
    ],
    [
      "white space for a body",
      "/body/person",
      { method: "POST", headers: { "content-type": "application/json" }, body: " " },
      400,
    ],
    ["a body without a type", "/body/person", { method: "POST", body: new Uint8Array([123, 125]) }, 415],
    ["a slash at the end", "/query/rating/?value=1", undefined, 404],
    ["OPTIONS", "/query/rating", { method: "OPTIONS" }, 405],
  ])("gets a clear answer to %s", async (_what, path, init, status) => {
    expect((await fetch(new URL(path, server.url), init)).status).toBe(status);
  });

  it("can't give an object another prototype", async () => {
    const body =
      '{"a":{"kind":"circle","radius":1},"__proto__":{"kind":"circle","radius":2},"constructor":null}';
    const response = await fetch(new URL("/types/shapes", server.url), json(null, { body }));
    expect(await response.text()).toBe(body);
  });
});

describe("an error with a body of its own", () => {
  const SOLD_OUT = { burger: "Classic", until: "2026-11-30T00:00:00.000Z" };

  it.each([
    [404, "application/problem+json", { title: "Not Found", status: 404, detail: "There is none." }],
    [409, "application/json", SOLD_OUT],
    [422, "application/json", ["because"]],
  ])("is answered beside problems: %i", async (status, type, body) => {
    const response = await fetch(new URL(`/errors/${status}`, server.url));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("x-request-id")).not.toBeNull();
    expect(await response.json()).toEqual(body);
  });

  it("may be of any media type", async () => {
    const response = await fetch(new URL("/errors/418", server.url));
    expect(response.status).toBe(418);
    expect(await response.text()).toBe("short and stout");
  });

  it("comes from an executor as it is", async () => {
    const response = await fetch(new URL("/errors/worked", server.url), { method: "POST" });
    expect(response.status).toBe(409);
    expect(response.headers.get("content-type")).toBe("application/vnd.kitchen+json");
    expect(response.headers.get("retry-after")).toBe("60");
    expect(await response.json()).toEqual(SOLD_OUT);
  });
});

it("a placeholder takes every path of its length, but those that the template serves", async () => {
  const ask = (path: string) => fetch(new URL(path, server.url));
  expect(await (await ask("/menu")).json()).toEqual({ page: "menu" });
  expect(await (await ask("/health")).json()).toMatchObject({ status: "ok" });
  expect(await (await ask("/openapi.json")).json()).toMatchObject({ openapi: "3.1.1" });
  expect((await ask("/docs")).headers.get("content-type")).toMatch(/^text\/html/);
});
