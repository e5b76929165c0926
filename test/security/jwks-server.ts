import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** An issuer of tokens, as the outside world has them: it publishes its keys by HTTP. */
export class Issuer {
  /** How often the keys were fetched. */
  fetches = 0;
  /** Whether it answers with its keys. */
  isUp = true;
  #keys: { kid: string; alg: string; privateKey: CryptoKey; jwk: JWK }[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Issuer> {
    const server = createServer((_, response) => {
      issuer.fetches++;
      response.statusCode = issuer.isUp ? 200 : 500;
      response.end(JSON.stringify({ keys: issuer.#keys.map(({ jwk }) => jwk) }));
    });
    const issuer = new Issuer(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return issuer;
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/jwks.json`;
  }

  /** Replace all keys by a new one. @returns its public half, as PEM and the like would have it */
  async rotate(kid: string, alg = "RS256"): Promise<JWK> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
    this.#keys = [{ kid, alg, privateKey, jwk }];
    return jwk;
  }

  /** A token of the present key. */
  async sign(claims: JWTPayload, header: { kid?: string } = {}): Promise<string> {
    const [key] = this.#keys;
    if (!key) throw new Error("There is no key yet: rotate first.");
    return new SignJWT(claims)
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
