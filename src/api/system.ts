import { audienceOf } from "../domain/index.ts";
import { foldName } from "../kit/index.ts";
import { waitingInOutbox, type FailedJob } from "../store/index.ts";
import { determinationStanding, findingsChanged, waitingFor } from "../workflow/index.ts";
import type { AnswerOf, Endpoints } from "./contract.ts";
import { Trouble } from "./errors.ts";
import type { Handlers } from "./handler.ts";
import { openApiDocument } from "./openapi.ts";
import { readingFor } from "./parts.ts";
import { presentIncident, presentRow, stamp } from "./present.ts";
import type { Traffic } from "./traffic.ts";

const FIRST = 20;

export const teamHandlers: Handlers<"search" | "getQueue" | "listFindingChanges" | "getDeterminationStanding"> = {
  async search(asked) {
    const { text, asOf } = asked.query;
    const reading = readingFor(asked, asOf);
    const incidents = await reading.incidents({ text }, { limit: FIRST });
    const reports = await reading.reports({ text }, { limit: FIRST });
    const wanted = foldName(text);
    const actors = (await reading.things("actor")).filter(({ words }) => words?.includes(wanted));
    return {
      incidents: incidents.items.map(presentIncident),
      reports: reports.items.map((one) => presentRow("report", one)),
      actors: actors.slice(0, FIRST).map((one) => presentRow("actor", one)),
    } as AnswerOf<Endpoints["search"]>;
  },

  async getQueue({ parts, query, caller }) {
    const { limit } = query;
    const asked = { now: Date.now(), ...(limit === undefined ? {} : { limit }) };
    const person = caller.person === undefined ? {} : { person: caller.person };
    const found = await waitingFor(parts.record.store, { ...asked, ...person });
    const queues = Object.entries(found).map(([name, { count, first }]) => [name, { count, first: stamped(first) }]);
    return Object.fromEntries(queues) as AnswerOf<Endpoints["getQueue"]>;
  },

  async listFindingChanges({ parts, query }) {
    const { changes, next } = await findingsChanged(parts.record.store, query);
    return { items: stamped(changes), next: next ?? null } as AnswerOf<Endpoints["listFindingChanges"]>;
  },

  async getDeterminationStanding({ parts, params }) {
    const found = await determinationStanding(parts.record.store, params.id);
    const { determination, dissents, finding } = found;
    return {
      determination: determination.id,
      dissents: dissents.map(({ id }) => id),
      finding: finding ? { before: [...finding.before], now: [...finding.now], hasChanged: finding.hasChanged } : null,
    };
  },
};

const INSTANTS: ReadonlySet<string> = new Set(["at", "dueAt", "askedAt", "remedyDue", "receivedAt", "recordedAt"]);

/** As it is sent: instants in RFC 3339, and nothing of what is unset. */
function stamped(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, inner: unknown) =>
      INSTANTS.has(name) && typeof inner === "number" ? stamp(inner) : inner,
    ),
  );
}

export function serverHandlers(
  traffic: Traffic,
): Handlers<"whoAmI" | "listFailedJobs" | "retryJob" | "getOpenApi" | "getHealth" | "getMetrics"> {
  return {
    whoAmI({ caller }) {
      const { account = null, role, party = null, viewer, permissions, withheld = [] } = caller;
      return Promise.resolve({
        account,
        role,
        party,
        audience: audienceOf(viewer),
        permissions: [...permissions].toSorted(),
        withheld: [...withheld].toSorted(),
      });
    },

    async listFailedJobs({ parts }) {
      const jobs = (await parts.jobs?.failed()) ?? [];
      const messages = await waitingInOutbox(parts.record.store);
      return {
        jobs: jobs.map((job: FailedJob) => ({ ...job, failedAt: stamp(job.failedAt) })),
        messages: messages.map(({ nextAt, ...message }) => ({ ...message, nextAt: stamp(nextAt) })),
      };
    },

    retryJob: {
      async carry({ parts, params, body }) {
        const failed = (await parts.jobs?.failed()) ?? [];
        const job = failed.find(({ id, kind }) => id === params.id && kind === body.kind);
        if (job) await parts.jobs!.retry(job);
        return { result: job !== undefined, isChanged: false };
      },
      say: (result) => ({ retried: result === true }),
    },

    getOpenApi: () => Promise.resolve(inJson(openApiDocument())),

    async getHealth({ parts }) {
      try {
        await parts.record.store.ping();
      } catch {
        const detail = "the database does not answer";
        throw new Trouble(503, { code: "database-gone", detail }, { "retry-after": "5" });
      }
      return { status: "ok" };
    },

    getMetrics: () =>
      Promise.resolve(
        new Response(traffic.metrics(), { headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" } }),
      ),
  };
}

function inJson(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { "content-type": "application/json" } });
}
