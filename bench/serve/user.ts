import { randomUUID } from "node:crypto";
import type { Role } from "../../src/accounts/index.ts";
import { ask, type Answer, type Line } from "./line.ts";
import { PASSWORD, type BenchUser } from "./record.ts";

/** What a user does, and of a hundred things how many are that. */
export const MIX = {
  "list, filtered": 38,
  "list, next page": 10,
  "one incident": 26,
  count: 9,
  "verdicts of a rule": 4,
  search: 4,
  "queue or ledger": 5,
  write: 4,
} as const;

export type Kind = keyof typeof MIX | "observation" | "paste" | "sign in" | "who is who";

export interface Timed {
  readonly kind: Kind;
  readonly ms: number;
  /** 0: the line was lost. */
  readonly status: number;
  /** What the server said, if it was not well. */
  readonly problem?: string;
}

/** What is kept of an answer. */
export function timed(kind: Kind, { ms, status, text }: Answer): Timed {
  const isWell = status >= 200 && status < 300;
  return { kind, ms, status, ...(isWell ? {} : { problem: text.slice(0, 300) }) };
}

const KINDS = Object.entries(MIX) as readonly (readonly [keyof typeof MIX, number])[];
const INSIDE: readonly Role[] = ["admin", "editor", "verifier", "decider"];
const RULE = "cease-attacks";
const AREAS = ["Aleppo", "Idlib", "Rif Dimashq", "Daraa", "Hamah"].map((name) => `${name} Governorate`);
const SIDES = ["Government of Syria", "Syrian insurgents", "IS"];
const WORDS = ["Aleppo", "Idlib", "حلب", "market", "SOHR"];
const DAY = 86_400_000;

/** Somebody who is signed in, looks at lists and incidents, and changes something now and then. */
export class User {
  readonly who: BenchUser;
  readonly line: Line;
  private readonly random: () => number;
  private ids: readonly string[] = [];
  private next: string | undefined;

  constructor(who: BenchUser, line: Line, random: () => number) {
    this.who = who;
    this.line = line;
    this.random = random;
  }

  async signIn(): Promise<Timed> {
    const body = JSON.stringify({ email: this.who.email, password: PASSWORD });
    const { status, cookies, ms } = await ask(this.line, "/api/auth/sign-in/email", { method: "POST", body });
    this.line.cookie = cookies.map((cookie) => cookie.split(";")[0]).join("; ");
    return { kind: "sign in", ms, status };
  }

  get isInside(): boolean {
    return INSIDE.includes(this.who.role);
  }

  /** The next thing that this user would do. */
  async act(): Promise<Timed> {
    const kind = this.pickKind();
    return timed(kind, await this.carryOut(kind));
  }

  private pickKind(): keyof typeof MIX {
    let at = this.random() * KINDS.reduce((sum, [, share]) => sum + share, 0);
    const [kind] = KINDS.find(([, share]) => (at -= share) < 0) ?? KINDS[0]!;
    if (kind === "one incident" && this.ids.length === 0) return "list, filtered";
    if (kind === "list, next page" && this.next === undefined) return "list, filtered";
    if (kind === "queue or ledger" && !this.isInside) return "count";
    if (kind === "write" && !this.mayWrite) return "one incident";
    return kind === "one incident" && this.ids.length === 0 ? "list, filtered" : kind;
  }

  private get mayWrite(): boolean {
    return (
      /^(?:editor|verifier|monitor)$/u.test(this.who.role) && (this.who.role !== "verifier" || this.ids.length > 0)
    );
  }

  private async carryOut(kind: keyof typeof MIX): Promise<Answer> {
    switch (kind) {
      case "list, filtered":
        return this.list(this.selection());
      case "list, next page":
        return this.list(`after=${this.next}`);
      case "one incident":
        return overtaken(await this.get(`/api/incidents/${this.pick(this.ids)}?rule=${RULE}`));
      case "count":
        return this.get(`/api/incidents/count?${this.selection()}`);
      case "verdicts of a rule":
        return this.get(`/api/incidents/verdicts?rule=${RULE}&${this.stretch(90)}`);
      case "search":
        return this.get(`/api/search?text=${encodeURIComponent(this.pick(WORDS))}`);
      case "queue or ledger":
        return this.get(this.random() < 0.5 ? "/api/queue?limit=20" : "/api/ledger?limit=50");
      case "write":
        return this.write();
    }
  }

  private get(path: string): Promise<Answer> {
    return ask(this.line, path);
  }

  private async list(query: string): Promise<Answer> {
    const answer = await this.get(`/api/incidents?limit=50&${withRule(query)}`);
    if (answer.status !== 200) return answer;
    const { items, next } = JSON.parse(answer.text) as { items: { id: string }[]; next: string | null };
    this.ids = items.map(({ id }) => id);
    // A cursor goes on with the selection that it came with; here it is the whole list.
    this.next = query === "" ? (next ?? undefined) : undefined;
    return answer;
  }

  /** None, or one or two of the filters that the screens offer. */
  private selection(): string {
    const filters = [
      () => this.stretch(30),
      () => `area=${encodeURIComponent(this.pick(AREAS))}`,
      () => `side=${encodeURIComponent(this.pick(SIDES))}`,
      () => `text=${encodeURIComponent(this.pick(WORDS))}`,
      () => `verdict=${encodeURIComponent(this.pick(["breach", "undetermined", "?breach"]))}&rule=${RULE}`,
      () => "occurrence=reported",
    ];
    const count = this.random() < 0.35 ? 0 : this.random() < 0.6 ? 1 : 2;
    const from = Math.floor(this.random() * filters.length);
    const chosen = [filters[from]!, filters[(from + 1) % filters.length]!].slice(0, count).map((one) => one());
    return [...new Set(chosen.join("&").split("&"))].join("&");
  }

  private stretch(days: number): string {
    const from = Date.parse("2013-01-01") + Math.floor(this.random() * 2000) * DAY;
    const at = (time: number): string => new Date(time).toISOString();
    return `from=${at(from)}&to=${at(from + days * DAY)}`;
  }

  private async write(): Promise<Answer> {
    const { role } = this.who;
    if (role === "editor") return this.observe(1);
    if (role === "monitor") {
      const headers = { "idempotency-key": randomUUID(), "content-type": "text/plain" };
      return ask(this.line, "/api/items?name=note.txt", { method: "POST", body: `seen: ${randomUUID()}`, headers });
    }
    const id = this.pick(this.ids);
    const found = await this.get(`/api/incidents/${id}`);
    if (found.status !== 200) return overtaken(found);
    const { row } = JSON.parse(found.text) as { row: number };
    const said = { seen: row, level: this.pick(["reported", "likely"]), reasons: { text: "seen again", lang: "en" } };
    return overtaken(await this.post(`/api/incidents/${id}/occurrence`, said));
  }

  private post(path: string, body: unknown): Promise<Answer> {
    const headers = { "idempotency-key": randomUUID() };
    return ask(this.line, path, { method: "POST", body: JSON.stringify(body), headers });
  }

  /** Reports that this user has typed in, of one day. */
  observe(reports: number): Promise<Answer> {
    return this.post("/api/reports", { reports: Array.from({ length: reports }, () => this.observation()) });
  }

  receiveActors(): Promise<Answer> {
    const more = `  - { id: ${randomUUID()}, name: Somebody else, kind: armed-group }\n`;
    const body = `zone: Asia/Damascus\nacceptances-complete: false\nactors:\n${more}`;
    const headers = { "idempotency-key": randomUUID(), "content-type": "application/yaml" };
    return ask(this.line, "/api/items?name=actors.yaml", { method: "POST", body, headers });
  }

  judge(): Promise<Answer> {
    return this.post("/api/findings/judge", {});
  }

  /** A table out of a spreadsheet, with so many rows. */
  paste(rows: number): Promise<Answer> {
    const cells = Array.from({ length: rows }, () => this.observation());
    const columns = Object.keys(cells[0]!);
    const lines = [columns, ...cells.map((one) => columns.map((name) => one[name]!))];
    return this.post("/api/reports/pasted", { text: lines.map((line) => line.join("\t")).join("\n") });
  }

  private observation(): Record<string, string> {
    const day = new Date(Date.parse("2016-03-01") + Math.floor(this.random() * 30) * DAY).toISOString().slice(0, 10);
    return {
      id: randomUUID(),
      source: `Team ${1 + Math.floor(this.random() * 9)}`,
      when: day,
      zone: "Asia/Damascus",
      kind: "state-based",
      side_a: "Government of Syria",
      side_b: "Syrian insurgents",
      direction: "a-on-b",
      latitude: (35 + this.random() * 2).toFixed(4),
      longitude: (36 + this.random() * 2).toFixed(4),
      radius_m: "2000",
      narrative: `shelling, told on ${day}`,
    };
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)]!;
  }
}

/** The verdict of the rule is shown beside each incident, whether it is asked for or not. */
function withRule(query: string): string {
  return query.includes("rule=") ? query : `rule=${RULE}&${query}`;
}

/** As it should be: somebody else was faster (409), or the matcher has put the incident into another since it was listed (404). */
function overtaken(answer: Answer): Answer {
  return answer.status === 409 || answer.status === 404 ? { ...answer, status: 200 } : answer;
}
