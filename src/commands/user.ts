import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { InvalidArgumentError, Option, type Command } from "commander";
import {
  openAccounts,
  parsePermission,
  parseRole,
  PERMISSIONS,
  ROLE_MEANINGS,
  ROLES,
  type AccountAct,
  type Accounts,
  type Invitation,
  type Permission,
  type Role,
  type UserAccount,
  parseListed,
  weaknessOf,
} from "../accounts/index.ts";
import { formatInstant } from "../kit/index.ts";
import { Refusal } from "../workflow/index.ts";
import { withOpenRecord, withRecord, type PlaceFlags } from "./record.ts";
import { note, print, printJson, table } from "./terminal.ts";

interface Flags extends PlaceFlags {
  readonly address: string;
  readonly reason?: string;
  readonly json?: boolean;
}

const BY = "truce user";

/** `truce user`: who may come in, and what for. Every act is an entry of the ledger. */
export function addUser(program: Command): void {
  const user = program
    .command("user")
    .description("user accounts: who may come in, and what for; every act is an entry of the ledger")
    .addHelpText(
      "after",
      `
Roles:
${ROLES.map((role) => `  ${role.padEnd(14)}${ROLE_MEANINGS[role].about}`).join("\n")}

Examples:
  truce user add amal@mission.example "Amal H." --role admin
  truce user add liaison@party.example "Liaison office" --role liaison --party sar
  truce user role amal@mission.example verifier --reason "left the office"
  truce user disable amal@mission.example`,
    );
  addAdd(user);
  addList(user);
  addChanges(user);
  addApiKeys(user);
  addBringBack(user);
}

function command(user: Command, usage: string, about: string): Command {
  return withRecord(user.command(usage))
    .description(about)
    .option(
      "--reason <words>",
      "why, for the inside: it is shown with the entry of the ledger, and does not stand in it",
    )
    .addOption(
      new Option("--address <url>", "where people reach the server, for links")
        .env("TRUCE_ADDRESS")
        .default("http://localhost:8080"),
    )
    .option("--json", "as JSON");
}

function withAccounts<T>(flags: Flags, work: (accounts: Accounts, act: AccountAct) => Promise<T>): Promise<T> {
  const open = withOpenRecord(flags, BY, async ({ store }) => {
    const accounts = await openAccounts(store, { address: flags.address, keys: join(resolve(flags.data), "keys") });
    const { reason } = flags;
    try {
      return await work(accounts, { by: BY, ...(reason === undefined ? {} : { reason }) });
    } finally {
      await accounts.close();
    }
  });
  return open.catch((error: unknown) => {
    throw error instanceof Refusal && error.code === "folder-in-use"
      ? new Refusal(
          error.code,
          error.message,
          "while it is served, an admin does this over HTTP (/api/auth/users), or stop it",
        )
      : error;
  });
}

interface AddFlags extends Flags {
  readonly role: Role;
  readonly party?: string;
  readonly samePersonAs?: string;
  readonly password?: boolean;
}

function addAdd(user: Command): void {
  command(user, "add", "make an account, and a link with which its person comes in, once, within seven days")
    .argument("<email>", "the address that it is signed in with")
    .argument("<name>", "the person's name, or what the account is for")
    .requiredOption("--role <role>", ROLES.join(", "), roleArgument)
    .option("--party <actor>", "of a liaison: the party that it is of")
    .option("--same-person-as <who>", "another account of this person: the two never count as two people")
    .option("--password", "set a password now instead: typed in, or the first line of standard input")
    .action(async (email: string, name: string, flags: AddFlags) => {
      const password = flags.password ? await askPassword() : undefined;
      // Before there is an account that nobody can come in with.
      const weakness = password === undefined ? undefined : weaknessOf(password, [name, email]);
      if (weakness !== undefined) throw new Refusal("weak-password", weakness, "a few unrelated words are good");
      const made = await withAccounts(flags, async (accounts, act) => {
        const { role, party, samePersonAs: other } = flags;
        const same = other === undefined ? {} : { samePersonAs: (await whoIs(accounts, other)).id };
        const invitation = await accounts.invite(
          { email, name, role, ...same, ...(party === undefined ? {} : { party }) },
          act,
        );
        if (password === undefined) return invitation;
        const token = invitation.link.slice(invitation.link.indexOf("#") + 1);
        await accounts.accept({ token, password, by: BY });
        return { account: invitation.account };
      });
      if ("link" in made) return sayInvitation(made, flags);
      if (flags.json) printJson(made);
      else print(`account ${made.account}: signs in with ${email} and the password`);
    });
}

function sayInvitation(invitation: Invitation, { json }: Flags): void {
  if (json) return printJson(invitation);
  print(
    `account ${invitation.account}: invited, until ${formatInstant(invitation.expiresAt, "UTC")}`,
    `link:    ${invitation.link}`,
  );
  note("the link lets in whoever has it, once: give it to the person by a way that nobody else reads");
}

function addList(user: Command): void {
  command(user, "list", "all accounts, with what they sign in with").action(async (flags: Flags) => {
    const accounts = await withAccounts(flags, (open) => open.list());
    if (flags.json) return printJson(accounts);
    if (accounts.length === 0) return print("there is no account yet; truce user add makes the first");
    print(...table(["account", "e-mail", "name", "role", "state", "second factor", "sessions"], accounts.map(rowOf)));
    const keys = accounts.flatMap(({ id, apiKeys }) => apiKeys.map((key) => ({ ...key, account: id })));
    if (keys.length === 0) return;
    const ends = (at: number | undefined): string => (at === undefined ? "never" : formatInstant(at, "UTC"));
    print(
      "",
      ...table(
        ["API key", "account", "for", "begins", "may", "ends"],
        keys.map((key) => [key.id, key.account, key.name, key.start, key.scope.join(" "), ends(key.expiresAt)]),
      ),
    );
  });
}

function rowOf(account: UserAccount): readonly (string | number)[] {
  const { id, person, email, role, party, state, secondFactor, passkeys, sessions } = account;
  const name = person === id ? account.name : `${account.name} (the person of ${person})`;
  const factors = [...(secondFactor ? ["codes"] : []), ...(passkeys > 0 ? [`${passkeys} passkeys`] : [])];
  return [
    id,
    email,
    name,
    party === undefined ? role : `${role} of ${party}`,
    state,
    factors.join(", ") || "none",
    sessions,
  ];
}

function addBringBack(user: Command): void {
  command(user, "bring-back", "after a restore: make the accounts of a list again, each with a new link")
    .argument("<file>", "what truce user list --json wrote")
    .action(async (file: string, flags: Flags) => {
      const text = await readFile(file, "utf8").catch(() => {
        throw new Refusal("no-file", `${file} cannot be read`);
      });
      const parsed = parseListed(text);
      if ("wrong" in parsed)
        throw new Refusal(
          "not-a-list",
          `${file} is no list of accounts (${parsed.wrong})`,
          "truce user list --json writes one",
        );
      const invitations = await withAccounts(flags, (accounts, act) => accounts.bringBack(parsed.listed, act));
      if (flags.json) return printJson(invitations);
      print(`${parsed.listed.length} accounts are back, ${invitations.length} of them with a link:`);
      const emails = new Map(parsed.listed.map(({ id, email }) => [id, email]));
      print(...invitations.map(({ account, link }) => `${emails.get(account) ?? account}  ${link}`));
    });
}

function addChanges(user: Command): void {
  const who = (name: string, about: string): Command =>
    command(user, name, about).argument("<who>", "the account's id or e-mail");
  who("invite", "a new link for somebody who lost their password; the old one and all sessions are void").action(
    async (name: string, flags: Flags) => {
      const invitation = await onOne(flags, name, ({ accounts, id, act }) => accounts.inviteAgain(id, act));
      sayInvitation(invitation, flags);
    },
  );
  who("role", "give another role; it holds from the next request on")
    .argument("<role>", ROLES.join(", "), roleArgument)
    .option("--party <actor>", "of a liaison: the party that it is of")
    .action(async (name: string, role: Role, flags: Flags & { readonly party?: string }) => {
      const to = { role, ...(flags.party === undefined ? {} : { party: flags.party }) };
      await onOne(flags, name, ({ accounts, id, act }) => accounts.setRole(id, to, act));
      say(flags, `is now ${role}`);
    });
  who("disable", "let an account in no more; its sessions and keys stop at once").action(
    async (name: string, flags: Flags) => {
      await onOne(flags, name, ({ accounts, id, act }) => accounts.disable(id, act));
      say(flags, "is disabled");
    },
  );
  who("enable", "let a disabled account in again").action(async (name: string, flags: Flags) => {
    await onOne(flags, name, ({ accounts, id, act }) => accounts.enable(id, act));
    say(flags, "is enabled");
  });
  who("revoke-sessions", "sign an account out everywhere").action(async (name: string, flags: Flags) => {
    const count = await onOne(flags, name, ({ accounts, id, act }) => accounts.revokeSessions(id, act));
    say(flags, `signed out of ${count} sessions`);
  });
  who(
    "reset-second-factor",
    "forget authenticator, backup codes and passkeys of somebody who lost them, and sign them out",
  ).action(async (name: string, flags: Flags) => {
    await onOne(flags, name, ({ accounts, id, act }) => accounts.resetSecondFactor(id, act));
    say(flags, "has no second factor now");
  });
}

interface One {
  readonly accounts: Accounts;
  readonly id: string;
  readonly act: AccountAct;
}

function onOne<T>(flags: Flags, who: string, work: (one: One) => Promise<T>): Promise<T> {
  return withAccounts(flags, async (accounts, act) => work({ accounts, id: (await whoIs(accounts, who)).id, act }));
}

async function whoIs(accounts: Accounts, who: string): Promise<UserAccount> {
  const found = await accounts.find(who);
  if (!found)
    throw new Refusal("no-account", `there is no account ${who}`, "truce user list shows those that there are");
  return found;
}

function say({ json }: Flags, done: string): void {
  if (json) printJson({ done });
  else print(done);
}

interface KeyFlags extends Flags {
  readonly may: readonly Permission[];
  readonly days: number;
}

function addApiKeys(user: Command): void {
  const keys = user.command("api-key").description("keys with which programs act as an account");
  command(keys, "add", "make a key; it is shown once")
    .argument("<who>", "the account's id or e-mail")
    .argument("<name>", "what it is for")
    .requiredOption(
      "--may <permissions>",
      `what it may do, of what the account may: ${PERMISSIONS.join(", ")}`,
      scopeArgument,
    )
    .option("--days <n>", "how long it is good", Number, 90)
    .action(async (who: string, name: string, flags: KeyFlags) => {
      const key = await onOne(flags, who, ({ accounts, id, act }) =>
        accounts.addApiKey({ account: id, name, scope: flags.may, days: flags.days }, act),
      );
      if (flags.json) return printJson(key);
      print(`key ${key.id}: ${key.key}`);
      note("it is shown only now; send it as the header x-api-key, or as the password of Basic authentication");
    });
  command(keys, "revoke", "let a key in no more")
    .argument("<key>", "its id, which truce user list shows")
    .action(async (key: string, flags: Flags) => {
      await withAccounts(flags, (accounts, act) => accounts.revokeApiKey(key, act));
      say(flags, "is revoked");
    });
}

function roleArgument(word: string): Role {
  const role = parseRole(word);
  if (role === undefined) throw new InvalidArgumentError(`The roles are ${ROLES.join(", ")}.`);
  return role;
}

function scopeArgument(words: string): readonly Permission[] {
  return words.split(/[\s,]+/u).map((word) => {
    const permission = parsePermission(word);
    if (permission === undefined) throw new InvalidArgumentError(`There is no permission "${word}".`);
    return permission;
  });
}

/** Typed twice and not shown, or the first line that a pipe brings. Never an argument, which other programs can see. */
async function askPassword(): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line;
    throw new Refusal("no-password", "standard input is empty", "the first line is the password");
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  const ask = async (question: string): Promise<string> => {
    stderr.write(question);
    const answer = await lines.question("");
    stderr.write("\n");
    return answer;
  };
  try {
    const password = await ask("password: ");
    if ((await ask("again:    ")) === password) return password;
    throw new Refusal("not-the-same", "the two are not the same", "nothing was done; type it again");
  } finally {
    lines.close();
  }
}
