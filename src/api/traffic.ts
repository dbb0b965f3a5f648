import type { Caller } from "../accounts/index.ts";
import type { Endpoint } from "./contract.ts";
import type { LogLine } from "./parts.ts";

export interface Passed {
  readonly endpoint: Pick<Endpoint, "method" | "path">;
  readonly status: number;
  readonly ms: number;
  readonly caller: Caller | undefined;
}

/** Seconds. */
const BUCKETS = [0.005, 0.025, 0.1, 0.3, 1, 3, 10];

interface Counts {
  readonly buckets: number[];
  count: number;
  seconds: number;
}

/**
 * What went through the API: a line of the log and a count. Of an address only its pattern, so that no id and no words that
 * somebody looked for stand anywhere. Who reads what is not written down; who changes something is, by the id of the account,
 * as in the ledger.
 */
export class Traffic {
  private readonly log: (line: LogLine) => void;
  private readonly counts = new Map<string, Counts>();

  constructor(log: ((line: LogLine) => void) | undefined) {
    this.log = log ?? ((): void => undefined);
  }

  note({ endpoint, status, ms, caller }: Passed): void {
    const { method, path } = endpoint;
    const isRead = method === "get" && status < 400;
    this.log({
      event: "request",
      method,
      route: path,
      status,
      ms: Math.round(ms * 10) / 10,
      role: caller?.role,
      account: isRead ? undefined : caller?.account,
    });
    const key = `method="${method}",route="${path}",status="${status}"`;
    let counts = this.counts.get(key);
    if (!counts) this.counts.set(key, (counts = { buckets: BUCKETS.map(() => 0), count: 0, seconds: 0 }));
    counts.count += 1;
    counts.seconds += ms / 1000;
    for (const [i, most] of BUCKETS.entries()) if (ms / 1000 <= most) counts.buckets[i]! += 1;
  }

  /** In the text format of Prometheus, version 0.0.4. */
  metrics(): string {
    const { rss, heapUsed } = process.memoryUsage();
    const requests = [...this.counts].flatMap(([key, { buckets, count, seconds }]) => [
      ...BUCKETS.map((most, i) => `truce_request_seconds_bucket{${key},le="${most}"} ${buckets[i]}`),
      `truce_request_seconds_bucket{${key},le="+Inf"} ${count}`,
      `truce_request_seconds_sum{${key}} ${seconds}`,
      `truce_request_seconds_count{${key}} ${count}`,
    ]);
    return [
      "# TYPE truce_request_seconds histogram",
      ...requests,
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${rss}`,
      "# TYPE nodejs_heap_used_bytes gauge",
      `nodejs_heap_used_bytes ${heapUsed}`,
      "# TYPE process_uptime_seconds gauge",
      `process_uptime_seconds ${process.uptime()}`,
      "",
    ].join("\n");
  }
}
