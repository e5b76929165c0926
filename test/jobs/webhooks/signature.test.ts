import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { readSecrets, signatureHeaders } from "../../../src/jobs/webhooks/signature";

const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString("base64")}`);
const body = fc.json();
const id = fc.stringMatching(/^[a-z]{2,4}\d_[\w-]{1,33}$/);

describe("signatureHeaders", () => {
  test("are those of the standard's own library", async () => {
    await fc.assert(
      fc.asyncProperty(secret, id, body, fc.nat(4_000_000_000_000), async (text, event, json, now) => {
        expect(await signatureHeaders(readSecrets(text), event, now, json)).toEqual({
          "webhook-id": event,
          "webhook-timestamp": String(Math.floor(now / 1000)),
          "webhook-signature": new Webhook(text).sign(event, new Date(now), json),
        });
      }),
    );
  });

  test("satisfy whoever has any of several secrets, and nobody else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(secret, { minLength: 2, maxLength: 4 }),
        id,
        body,
        async ([stranger = "", ...ours], event, json) => {
          const headers = await signatureHeaders(readSecrets(ours.join(" ")), event, Date.now(), json);
          for (const text of ours)
            expect(new Webhook(text).verify(json, { ...headers })).toEqual(JSON.parse(json));
          expect(() => new Webhook(stranger).verify(json, { ...headers })).toThrow("No matching signature");
          expect(() => new Webhook(ours[0] ?? "").verify(`${json} `, { ...headers })).toThrow();
        },
      ),
    );
  });

  test("sign text outside of Latin-1 as UTF-8", async () => {
    const text = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
    const json = '{"dish":"Käse 🧀"}';
    const headers = await signatureHeaders(readSecrets(text), "weur0_x", Date.now(), json);
    expect(new Webhook(text).verify(json, { ...headers })).toEqual({ dish: "Käse 🧀" });
  });
});

const good = `whsec_${"A".repeat(32)}`;

describe("readSecrets", () => {
  test("takes one or several, however they are spaced", () => {
    expect(readSecrets(good)).toEqual([new Uint8Array(24)]);
    expect(readSecrets(`  ${good}\n${good} `)).toHaveLength(2);
  });

  test.each([
    ["", /^There is no secret/],
    ["   ", /^There is no secret/],
    ["A".repeat(32), /^The webhook secret does not begin with whsec_\./],
    [`${good} whsk_${"A".repeat(32)}`, /^Webhook secret 2 of 2 does not begin with whsec_\./],
    [`whsec_${"A".repeat(31)}!`, /^The webhook secret is not base64 after whsec_\./],
    ["whsec_", /^The webhook secret has 0 bytes\./],
    [`whsec_${"A".repeat(28)}`, /^The webhook secret has 21 bytes\./],
    [`whsec_${"A".repeat(88)}`, /^The webhook secret has 66 bytes\./],
  ])("%j: refused, with what to do and without the secret", (text, message) => {
    const read = () => readSecrets(text);
    expect(read).toThrow(message);
    expect(read).toThrow("openssl rand -base64 32");
    expect(read).not.toThrow("AAAA");
  });
});
