import { makeToken } from "./secrets.ts";
import type { Accounts } from "./accounts.ts";
import type { Role } from "./roles.ts";

/** For whom a demonstration can be looked at. Nobody's names: each is called what it may do. */
const PEOPLE: readonly { readonly name: string; readonly role: Role }[] = [
  { name: "Editor", role: "editor" },
  { name: "Verifier", role: "verifier" },
  { name: "First decider", role: "decider" },
  { name: "Second decider", role: "decider" },
  { name: "Humanitarian", role: "humanitarian" },
  { name: "Guarantor", role: "viewer" },
  { name: "Monitor", role: "monitor" },
  { name: "Administrator", role: "admin" },
];

const BY = "truce start";

/**
 * Makes the accounts of a demonstration, where they are not yet: one for each role, and a liaison for each party. They have no
 * password: one enters as them through `enterDemonstration`, at the computer that runs it.
 */
export async function makeDemonstrationAccounts(accounts: Accounts, parties: readonly string[]): Promise<void> {
  const there = new Set((await accounts.list()).map(({ email }) => email));
  const liaisons = parties.map((party) => ({ name: `Liaison of ${party}`, role: "liaison" as const, party }));
  for (const person of [...PEOPLE, ...liaisons]) {
    const email = `${person.name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-")}@demonstration.invalid`;
    if (!there.has(email)) await accounts.invite({ ...person, email }, { by: BY });
  }
}

/** Lets somebody in as an account. Whose invitation was never taken up takes it up, with a password that nobody knows. */
export async function enterDemonstration(
  accounts: Pick<Accounts, "find" | "inviteAgain" | "accept" | "enter">,
  account: string,
): Promise<Response> {
  const found = await accounts.find(account);
  if (found?.state === "invited") {
    const { link } = await accounts.inviteAgain(account, { by: BY });
    await accounts.accept({ token: link.slice(link.indexOf("#") + 1), password: makeToken(), by: BY });
  }
  return accounts.enter(account);
}
