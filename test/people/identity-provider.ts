import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { OidcProvider } from "../../src/accounts/index.ts";

export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** Somebody else's provider of identities, as far as OpenID Connect Core 1.0 asks of one: who signs in there is set by the test. */
export class IdentityProvider {
  claims: Claims = { sub: "1", email: "nobody@example.org", email_verified: true, name: "Nobody" };
  /** Another nonce than it was asked with, as in an answer that was stolen from elsewhere. */
  nonce: string | undefined;
  private readonly server = createServer((request, response) => this.answer(request, response));
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  private readonly codes = new Map<string, string | null>();

  /** `port`: the one that it had before. */
  async start(port = 0): Promise<void> {
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get provider(): OidcProvider {
    const discovery = `${this.issuer}/.well-known/openid-configuration`;
    return { id: "mission", name: "Mission", discovery, clientId: "truce", clientSecret: "not told" };
  }

  /** What the person's browser does with the address that we send it to; the query with which it comes back. */
  authorize(url: string): URLSearchParams {
    const asked = new URL(url).searchParams;
    const code = randomBytes(8).toString("hex");
    this.codes.set(code, asked.get("nonce"));
    return new URLSearchParams({ code, state: asked.get("state") ?? "" });
  }

  private get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const say = (body: unknown): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(body));
    };
    const { issuer } = this;
    if (request.url?.startsWith("/.well-known/") === true)
      return say({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      });
    if (request.url === "/keys")
      return say({ keys: [{ ...this.keys.publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] });
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      const code = new URLSearchParams(body).get("code") ?? "";
      say({ access_token: "an access token", token_type: "Bearer", expires_in: 60, id_token: this.idToken(code) });
    });
  }

  private idToken(code: string): string {
    const now = Math.floor(Date.now() / 1000);
    const nonce = this.nonce ?? this.codes.get(code);
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const payload = { ...this.claims, iss: this.issuer, aud: "truce", iat: now, exp: now + 60, nonce };
    const signed = `${part({ alg: "RS256", kid: "1" })}.${part(payload)}`;
    return `${signed}.${createSign("sha256").update(signed).sign(this.keys.privateKey).toString("base64url")}`;
  }
}
