import { readFile } from "node:fs/promises";
import * as z from "zod";
import { Refusal } from "../kit/index.ts";

/** A provider of identities by OpenID Connect: people sign in there, and come in here if they were invited. */
export interface OidcProvider {
  /** A word for addresses: `mission`. */
  readonly id: string;
  /** What the button says. */
  readonly name: string;
  /** Where it describes itself: `https://id.example/.well-known/openid-configuration`. */
  readonly discovery: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** It gives no address that is not the person's, though it does not say `email_verified`. */
  readonly vouchesForEmail?: boolean;
}

const PROVIDERS = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/u),
    name: z.string().min(1),
    discovery: z.url({ protocol: /^https$/u }),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    vouchesForEmail: z.boolean().exactOptional(),
  }),
);

/**
 * Providers from a file of JSON, a list of them. A file, because the secrets in it are for no command line and no environment,
 * which other programs may see.
 * @throws Refusal that says what is wrong, without the secrets.
 */
export async function loadOidcProviders(file: string): Promise<readonly OidcProvider[]> {
  const bad = (what: string): Refusal =>
    new Refusal("bad-oidc", `${file}: ${what}`, "docs/security.md shows how it is written");
  const text = await readFile(file, "utf8").catch(() => {
    throw bad("cannot be read");
  });
  const parsed = PROVIDERS.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw bad(`${issue!.path.join(".") || "the whole"}: ${issue!.code.replaceAll("_", " ")}`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
