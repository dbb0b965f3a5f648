import { readFile } from "node:fs/promises";
import * as z from "zod";
import { Refusal } from "../kit/index.ts";

/** The server of the mission's own mail, which takes letters from us. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte, usually port 465. `starttls`: after a greeting, usually 587. `none`: on this machine alone. */
  readonly security: "tls" | "starttls" | "none";
  readonly user?: string;
  readonly password?: string;
  /** Who letters are from: `truce@mission.example`. */
  readonly from: string;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|::1)$/u;

const SERVER = z
  .strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535),
    security: z.enum(["tls", "starttls", "none"]),
    user: z.string().min(1).exactOptional(),
    password: z.string().min(1).exactOptional(),
    from: z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+$/u),
  })
  .refine(({ security, host }) => security !== "none" || LOOPBACK.test(host), { path: ["security"] });

/**
 * A mail server from a file of JSON, because a password is for no command line and no environment.
 * @throws Refusal that says what is wrong, without the password.
 */
export async function loadMailServer(file: string): Promise<MailServer> {
  const bad = (what: string): Refusal =>
    new Refusal("bad-mail-server", `${file}: ${what}`, "docs/security.md shows how it is written");
  const text = await readFile(file, "utf8").catch(() => {
    throw bad("cannot be read");
  });
  const parsed = SERVER.safeParse(parsedJson(text));
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
