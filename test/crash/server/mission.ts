import { join } from "node:path";
import { GUARDED_PERMISSIONS, openAccounts, ROLE_MEANINGS, type Accounts } from "../../../src/accounts/index.ts";
import { importPaths, openRecord } from "../../../src/workflow/index.ts";
import { Browser, codeOf } from "../../people/browser.ts";
import type { Person } from "./acts.ts";

/** Who works with the server at the same time. */
export const PEOPLE: readonly Person[] = ["editor", "editor", "verifier", "decider", "decider", "decider", "monitor"];

export interface Worker {
  readonly person: Person;
  /** With which a request is theirs: an API key, or the cookie of who has shown a second factor. */
  readonly headers: Readonly<Record<string, string>>;
}

const BY = { by: "crash test" };
const PASSWORD = "seven tin lanterns by the well";
const EXAMPLE = join(import.meta.dirname, "../../../examples/two-villages");

/** A record with a text and who is who in it, and an account with a key for everybody who will work with it. */
export async function makeMission(data: string, address: string): Promise<readonly Worker[]> {
  const record = await openRecord({ data, purpose: "crash test" });
  try {
    const { store, keys } = record;
    const paths = ["agreement.md", "actors.yaml"].map((name) => join(EXAMPLE, name));
    await importPaths(store, keys, { paths, by: "crash test", audience: [], openSources: false, isPreview: false });
    const accounts = await openAccounts(store, {
      address,
      keys: join(data, "keys"),
      secondFactorFor: GUARDED_PERMISSIONS,
    });
    try {
      const workers: Worker[] = [];
      for (const [n, person] of PEOPLE.entries())
        workers.push({ person, headers: await wayIn(accounts, { person, n, address }) });
      return workers;
    } finally {
      await accounts.close();
    }
  } finally {
    await record.close();
  }
}

interface Coming {
  readonly person: Person;
  readonly n: number;
  readonly address: string;
}

async function wayIn(accounts: Accounts, { person, n, address }: Coming): Promise<Readonly<Record<string, string>>> {
  const email = `${person}-${n}@mission.example`;
  const { account, link } = await accounts.invite({ email, name: "A Person", role: person }, BY);
  await accounts.accept({ token: link.slice(link.indexOf("#") + 1), password: PASSWORD });
  // What a decider does needs a second factor, which no key has shown.
  if (person === "decider") return signedIn(accounts, email, address);
  const scope = ROLE_MEANINGS[person].permissions.filter((one) => one !== "source:identify");
  const { key } = await accounts.addApiKey({ account, name: "crash test", scope }, BY);
  return { "x-api-key": key };
}

async function signedIn(accounts: Accounts, email: string, address: string): Promise<Readonly<Record<string, string>>> {
  const browser = new Browser(accounts);
  browser.origin = address;
  await browser.signIn(email, PASSWORD);
  const { body } = await browser.post("/two-factor/enable", { password: PASSWORD });
  await browser.post("/two-factor/verify-totp", { code: codeOf(String(body["totpURI"])) });
  return Object.fromEntries(browser.headers);
}
