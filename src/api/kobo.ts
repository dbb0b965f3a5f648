import type { Context } from "hono";
import { may, type Caller } from "../accounts/index.ts";
import { receiveItem } from "../workflow/index.ts";
import { BodyRoom } from "./body-room.ts";
import { badBody, saidOf, Trouble } from "./errors.ts";
import { jsonResponse } from "./mount.ts";
import { actingFor, type ApiParts } from "./parts.ts";
import { parsedJson, wholeBody } from "./request-body.ts";

const LARGEST_SUBMISSION = 4 * 1024 * 1024;

/** Somebody with an API key asks. */
export interface AskedWithKey {
  readonly c: Context;
  readonly parts: ApiParts;
  readonly caller: Caller;
}

/**
 * One submission as KoboToolbox sends it to a REST service: kept as it came, and read by the names of its questions. The same
 * `_uuid` again is the same report, or a revision of it. Its photographs are not fetched: no other server is asked for anything.
 */
export async function receiveKobo({ c, parts, caller }: AskedWithKey): Promise<Response> {
  if (!may(caller, "report:accept"))
    throw new Trouble(403, { code: "not-allowed", detail: "this key may not make reports of forms (report:accept)" });
  const holding = { account: caller.account!, largest: LARGEST_SUBMISSION };
  return BodyRoom.of(parts).hold(c.req.raw, holding, (onBytes) => received({ c, parts, caller }, onBytes));
}

async function received({ c, parts, caller }: AskedWithKey, onBytes: (bytes: number) => void): Promise<Response> {
  const bytes = await wholeBody(c.req.raw, LARGEST_SUBMISSION, onBytes);
  refuseUnlessSubmission(bytes);
  const input = { name: "submission.json", bytes: [bytes], dataSet: `submissions by ${caller.account}` };
  const acting = actingFor({ parts, caller }, parts.record.store);
  const { result } = await receiveItem(acting, { ...input, mayRead: (kind) => kind === "reports" });
  const { digest, reports, problems } = result;
  const wrong = problems.filter(({ severity }) => severity === "error");
  const { added, revised, unchanged } = reports;
  // Kept, and nothing to be mended by sending it again: so it is no error of the one who sent it.
  return jsonResponse(
    JSON.stringify({ item: digest, reports: { added, revised, unchanged }, problems: wrong.map(saidOf) }),
  );
}

function refuseUnlessSubmission(bytes: Uint8Array): void {
  const submission = parsedJson(bytes);
  const uuid =
    typeof submission === "object" && submission !== null && !Array.isArray(submission)
      ? (submission as Readonly<Record<string, unknown>>)["_uuid"]
      : undefined;
  if (typeof uuid === "string" && uuid.trim() !== "" && uuid.length <= 250) return;
  const message = "this is not one submission with its _uuid";
  throw badBody([{ code: "kobo-no-uuid", severity: "error", message, pointer: "/_uuid", in: "body" }]);
}
