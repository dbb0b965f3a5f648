import type { Viewer } from "../domain/index.ts";
import { Refusal, type Problem } from "../kit/index.ts";
import { SupersededElsewhere, type Json } from "../store/index.ts";
import { BadInput, BrokenAgreement, ChangedMeanwhile, NoSuchThing } from "../workflow/index.ts";
import type { z } from "zod";
import type { ProblemSaid } from "./contract.ts";
import { presentRow } from "./present.ts";

/** How trouble is told, in one place: RFC 9457. Nobody sees a stack trace, or words of an error that nobody thought of. */

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** Trouble that the API itself finds. */
export class Trouble extends Error {
  readonly said: ProblemSaid;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    said: Omit<ProblemSaid, "type" | "title" | "status">,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(said.code);
    this.said = { type: "about:blank", title: TITLES[status] ?? "Refused", status, ...said };
    this.headers = headers;
  }
}

/** There is none, or none for whoever asks: the answer is the same to the letter. */
export function nothingHere(): Trouble {
  return new Trouble(404, {
    code: "not-found",
    detail: "there is nothing here, or nothing for you",
    hint: "look at the list again",
  });
}

/** What is refused because of who asks, or of how things stand, and not of what was written. Others are 422. */
const STATUS: Readonly<Record<string, number>> = {
  "bad-cursor": 400,
  "bad-box": 400,
  "which-agreement": 400,
  "no-format": 400,
  "not-mandated": 403,
  "other-party": 403,
  "not-your-proposal": 403,
  "own-proposal": 403,
  "not-for-them": 403,
  "changed-meanwhile": 409,
  "form-changed": 409,
  "asked-already": 409,
  "signed-already": 409,
  dissented: 409,
  "not-open": 409,
  "not-released": 409,
  "answered-already": 409,
  "no-clock": 409,
  "database-gone": 503,
  "database-full": 503,
  "database-refused": 503,
  "no-database": 503,
};

/** What a caller is told of an error; `undefined`: nobody thought of it, and it is for the log alone. */
export function troubleOf(error: unknown, viewer: Viewer): Trouble | undefined {
  if (error instanceof Trouble) return error;
  if (error instanceof NoSuchThing) return nothingHere();
  if (error instanceof BadInput) return badBody(error.problems.map(saidOf));
  if (error instanceof BrokenAgreement) return brokenText(error, viewer);
  if (error instanceof ChangedMeanwhile) return changedMeanwhile(error, viewer);
  if (error instanceof SupersededElsewhere)
    return new Trouble(409, { code: "changed-meanwhile", detail: "somebody else changed this meanwhile" });
  if (!(error instanceof Refusal)) return undefined;
  const status = STATUS[error.code] ?? 422;
  const { code, message: detail, hint } = error;
  const headers: Readonly<Record<string, string>> = status === 503 ? { "retry-after": "5" } : {};
  return new Trouble(status, { code, detail, ...(hint === undefined ? {} : { hint }) }, headers);
}

/** Where it lay on this machine is nobody's business, and its words are for whoever may read the text. */
function brokenText({ code, problems }: BrokenAgreement, { tier }: Viewer): Trouble {
  const detail = `the text has ${problems.length} error${problems.length === 1 ? "" : "s"}`;
  const hint = "mend what is named, and send it again";
  const said = { code, detail, hint };
  return new Trouble(422, tier === "internal" ? { ...said, problems: problems.map(saidOf) } : said);
}

/** Both versions, for whoever may see all of them; others look again. */
function changedMeanwhile(error: ChangedMeanwhile, { tier }: Viewer): Trouble {
  const { message: detail, hint, noun, fields } = error;
  const both =
    tier === "internal"
      ? {
          stands: presentRow(noun, error.stands) as Json,
          saw: presentRow(noun, error.saw) as Json,
          fields: [...fields],
        }
      : {};
  return new Trouble(409, {
    code: "changed-meanwhile",
    detail,
    ...(hint === undefined ? {} : { hint }),
    ...(both as object),
  });
}

type Located = NonNullable<ProblemSaid["problems"]>[number];

/** A problem with what was sent; names of files of this machine are nobody's business. */
export function saidOf({ code, severity, message, hint, at }: Problem): Located {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at.field?.startsWith("/") ? { pointer: at.field, in: "body" as const } : {}),
    ...(at.row === undefined ? {} : { row: at.row }),
    ...(at.line === undefined ? {} : { line: at.line }),
    ...(at.column === undefined ? {} : { column: at.column }),
    ...(at.from === undefined ? {} : { from: at.from }),
    ...(at.to === undefined ? {} : { to: at.to }),
  };
}

export function badBody(problems: readonly Located[]): Trouble {
  return new Trouble(422, {
    code: "bad-input",
    detail: problems[0]?.message ?? "the input is not as it should be",
    ...(problems[0]?.hint === undefined ? {} : { hint: problems[0].hint }),
    problems: [...problems],
  });
}

/** What a schema has against what was sent. */
export function troubleOfSchema(error: z.ZodError, where: "query" | "body"): Trouble {
  const problems = error.issues.map(({ path, message }): Located => ({
    in: where,
    pointer: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    code: "bad-input",
    severity: "error",
    message,
  }));
  if (where === "body") return badBody(problems);
  return new Trouble(400, {
    code: "bad-query",
    detail: problems[0]?.message ?? "the query is not as it should be",
    hint: "see /api/openapi.json",
    problems,
  });
}

export function problemResponse({ said, headers }: Trouble): Response {
  return new Response(JSON.stringify(said), {
    status: said.status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}

/** Of what nobody thought of. */
export function somethingWrong(): Trouble {
  return new Trouble(500, {
    code: "something-wrong",
    detail: "something went wrong here; it is noted",
    hint: "try again; if it stays so, tell whoever looks after the server when it was",
  });
}
