import { join } from "node:path";
import { openAccounts, ROLE_MEANINGS } from "../../../src/accounts/index.ts";
import { importPaths, openRecord } from "../../../src/workflow/index.ts";
import type { Person } from "./acts.ts";

/** Who works with the server at the same time. */
export const PEOPLE: readonly Person[] = ["editor", "editor", "verifier", "decider", "decider", "decider", "monitor"];

export interface Worker {
  readonly person: Person;
  readonly apiKey: string;
}

const EXAMPLE = join(import.meta.dirname, "../../../examples/two-villages");

/** A record with a text and who is who in it, and an account with a key for everybody who will work with it. */
export async function makeMission(data: string): Promise<readonly Worker[]> {
  const record = await openRecord({ data, purpose: "crash test" });
  try {
    const { store, keys } = record;
    const paths = ["agreement.md", "actors.yaml"].map((name) => join(EXAMPLE, name));
    await importPaths(store, keys, { paths, by: "crash test", audience: [], openSources: false, isPreview: false });
    const accounts = await openAccounts(store, { address: "http://localhost", keys: join(data, "keys") });
    try {
      const workers: Worker[] = [];
      for (const [n, person] of PEOPLE.entries()) {
        const invitee = { email: `${person}-${n}@mission.example`, name: "A Person", role: person };
        const by = { by: "crash test" };
        const { account, link } = await accounts.invite(invitee, by);
        const token = link.slice(link.indexOf("#") + 1);
        await accounts.accept({ token, password: "seven tin lanterns by the well" });
        const scope = ROLE_MEANINGS[person].permissions.filter((one) => one !== "user:manage");
        const { key } = await accounts.addApiKey({ account, name: "crash test", scope }, by);
        workers.push({ person, apiKey: key });
      }
      return workers;
    } finally {
      await accounts.close();
    }
  } finally {
    await record.close();
  }
}
