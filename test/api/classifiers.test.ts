/** A function*: a ticket, and its progress. */
import { expect, test } from "vitest";
import { trainClassifier } from "../../src/generated/jobs";
import { request } from "./client";

const samples = [
  { features: [1, 1], label: "north" },
  { features: [-1, -1], label: "south" },
];

test("training reports its progress, and ends with a classifier", async () => {
  const ticket = await trainClassifier.submit(samples, 4);
  const jobs = await Array.fromAsync(ticket.progress());
  expect(jobs.at(-1)).toMatchObject({ status: "succeeded", progress: 1 });
  expect(await ticket.result()).toMatchObject({ labels: ["north", "south"], accuracy: 1 });
});

test("over HTTP it is a ticket at once", async () => {
  const accepted = await request("/classifiers?epochs=4", { json: samples });
  expect(accepted.status).toBe(202);
  expect(await accepted.json()).toMatchObject({ operation: "trainClassifier" });
});
