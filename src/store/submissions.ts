import type { Change } from "./change.ts";
import type { Client } from "./connection.ts";
import type { Row } from "./nouns.ts";
import type { Store } from "./store.ts";
import { queueOf, type Queue } from "./work-queue.ts";

/**
 * Filled-in forms: items whose body says which form it is (`form`), which one it is of its sender (`instance`, `dataSet`: where
 * its report is found), and what came with it (`files`, digests with blanks between them).
 */
export type SubmissionBody = Readonly<Record<string, string | null>>;

/** A form that is there under this id, or with these very bytes. */
export async function findSubmission(
  { client }: Pick<Change, "client">,
  { id, digest }: { readonly id: string; readonly digest: string },
): Promise<{ readonly row: Row<"item">; readonly digest: string } | undefined> {
  const { rows } = await client.query<Row<"item"> & { readonly hex: string }>(
    `select *, encode(digest, 'hex') as hex from item
     where superseded_at is null and (id = $1 or digest = decode($2, 'hex')) order by id = $1 desc limit 1`,
    [id, digest],
  );
  const [found] = rows;
  if (!found) return undefined;
  const { hex, ...row } = found;
  return { row, digest: hex };
}

/** What is known of a form that was received as one. */
export async function submissionOf(
  store: Store,
  digest: string,
): Promise<{ readonly source: string | null; readonly body: SubmissionBody } | undefined> {
  const [row] = await store.query<{ source: string | null; body: SubmissionBody }>(
    "select source, body from item where digest = decode($1, 'hex') and superseded_at is null and body ? 'instance'",
    [digest],
  );
  return row;
}

/** The report that was made of a form. */
export async function reportOfSubmission(
  { client }: Pick<Change, "client">,
  body: SubmissionBody,
): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>(
    "select id from report where data_set = $1 and external_id = $2 and superseded_at is null",
    [body["dataSet"], body["instance"]],
  );
  return rows[0]?.id;
}

/** A form that somebody has to look at before it is a report. */
export interface WaitingSubmission {
  readonly item: string;
  /** Which form was filled in. */
  readonly form: string;
  readonly receivedAt: number;
  /** How many files came with it. */
  readonly files: number;
}

/** Forms of which there is no report, the oldest first; for the inside. */
export async function submissionsWaiting(store: Store, limit = 100): Promise<readonly WaitingSubmission[]> {
  return (await store.withClient((client) => formsWaiting(client, limit))).first;
}

/** The same, and how many there are. */
export async function formsWaiting(client: Client, limit: number): Promise<Queue<WaitingSubmission>> {
  const text = `select count(*) over () as total, encode(i.digest, 'hex') as item, i.body->>'form' as form,
      i.received_at as "receivedAt", i.body->>'files' as files
    from item i where i.body ? 'instance' and i.superseded_at is null and not exists (
      select from report r where r.data_set = i.body->>'dataSet' and r.external_id = i.body->>'instance')
    order by i.received_at, i.id`;
  const { count, first } = await queueOf<Omit<WaitingSubmission, "files"> & { readonly files: string }>(client, {
    text,
    limit,
  });
  const numberOf = (files: string): number => (files === "" ? 0 : files.split(" ").length);
  return { count, first: first.map(({ files, ...form }) => ({ ...form, files: numberOf(files) })) };
}
