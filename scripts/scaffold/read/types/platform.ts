/**
 * The platform's own types that JSON cannot hold, and what to use instead.
 *
 * @module
 */

export const BYTES = ["Uint8Array", "ArrayBuffer", "Blob", "File", "ReadableStream", "DataView", "Buffer"];

const INSTEAD: Record<string, string> = {
  Map: "Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].",
  ReadonlyMap: "Use Record<string, …>, or an array of pairs: Object.fromEntries(map), [...map].",
  Set: "Use an array with @uniqueItems: [...set].",
  ReadonlySet: "Use an array with @uniqueItems: [...set].",
  RegExp: "Use a string: regex.source.",
  Promise: "Await it first, and use the type of what it gives.",
  Error: "Throw it as an HTTPException, or use its message.",
  URL: "Use a string with @format uri: url.href.",
  FormData: "Take the form's fields as parameters: Form<…>.",
  Response: "A Response must be the whole result: return it alone.",
  Generator: "Make the function a function*, or collect the items in an array.",
  AsyncGenerator: "Make the function an async function*, or collect the items in an array.",
  Iterable: "Use an array.",
  IterableIterator: "Use an array: [...items].",
  AsyncIterable: "Make the function an async function*, or collect the items in an array.",
};

export function insteadOf(name: string): string {
  if (/^(Weak|Async|Iterator|Generator)/.test(name))
    return INSTEAD[name] ?? "Use plain data: an array or an object.";
  if (/^(Ui|I|Bigui|Bigi|BigUi|BigI|F)(nt|loat)\d+(Clamped)?Array$/.test(name))
    return "Use number[]: Array.from(values).";
  return INSTEAD[name] ?? "Use an interface of your own with the data that you need of it.";
}
