/** A Worker that makes one attempt at a delivery, for whoever tells it of which. */

import { deliver } from "../../src/jobs/webhooks/delivery";
import { readSecrets } from "../../src/jobs/webhooks/signature";

/** What is posted to it. */
export interface Attempt {
  url: string;
  id: string;
  body: string;
  secret: string;
  now: number;
}

export default {
  async fetch(request: Request): Promise<Response> {
    const { secret, now, ...webhook } = (await request.json()) as Attempt;
    return Response.json(await deliver({ ...webhook, secrets: readSecrets(secret) }, fetch, now));
  },
};
