import { expect, test } from "vitest";
import { groupOf, operationName } from "../../../scripts/scaffold/new/names.ts";
import { askForWish } from "../../../scripts/scaffold/new/questions.ts";
import type { Method } from "../../../scripts/scaffold/operation.ts";

test.each<[Method, string, name: string, file: string]>([
  ["get", "/burgers", "listBurgers", "burgers"],
  ["get", "/burgers/{burgerId}", "readBurger", "burgers"],
  ["get", "/burgers/{burgerId}/toppings", "readBurgerToppings", "burgers"],
  ["post", "/orders", "createOrder", "orders"],
  ["post", "/burgers/{burgerId}/toppings", "createBurgerTopping", "burgers"],
  ["patch", "/burgers/{burgerId}", "updateBurger", "burgers"],
  ["put", "/burgers/{burgerId}/photo", "replaceBurgerPhoto", "burgers"],
  ["delete", "/burgers/{burgerId}", "deleteBurger", "burgers"],
  ["get", "/api/v1/audit-entries", "listAuditEntries", "audit-entries"],
  ["get", "/ping", "readPing", "ping"],
  ["get", "/status", "readStatus", "status"],
  ["delete", "/matrices/{matrixId}", "deleteMatrix", "matrices"],
  ["get", "/categories/{id}", "readCategory", "categories"],
  ["get", "/boxes/{id}", "readBox", "boxes"],
  ["get", "/", "readRoot", "root"],
])("%s %s is %s in %s", (method, path, name, file) => {
  expect(operationName(method, path)).toBe(name);
  expect(groupOf(path)).toBe(file);
});

test("asks until it has an answer, and only for what the method has", async () => {
  const answers = ["FETCH", "", "toppings", "/toppings", "cook", "", "limit:Limit=10 search?", "Topping[]"];
  const asked: string[] = [];
  const wish = await askForWish(async (question) => {
    asked.push(question.replace(/[ ,:].*$/, ""));
    return answers.shift() ?? "";
  });
  expect(wish).toEqual({
    method: "get",
    path: "/toppings",
    kind: "async",
    placeholders: [],
    query: ["limit:Limit=10", "search?"],
    headers: [],
    body: undefined,
    returns: "Topping[]",
  });
  expect(asked).toEqual(["Method", "Method", "Path", "Path", "What", "What", "Query", "Type"]);
});
