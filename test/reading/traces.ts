import { NOUNS } from "../../src/store/index.ts";
import type { Model } from "./policy.ts";
import type { Version, World } from "./world.ts";

/**
 * Every text, id and number by which one could tell where it came from, anywhere in a value: also in keys, in bytes, in the
 * place to go on from in a list, and in what is only a part of a text.
 */
export function tracesIn(value: unknown): Set<string> {
  const traces = new Set<string>();
  const look = (inner: unknown): void => {
    if (typeof inner === "number") traces.add(String(inner));
    else if (typeof inner === "string") {
      for (const text of [inner, decoded(inner)])
        for (const [trace] of text.matchAll(
          /zq[0-9a-z]{5}x[0-9a-z]{2}z|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|\d{7,}/gu,
        ))
          traces.add(trace);
    } else if (inner instanceof Uint8Array) look(Buffer.from(inner).toString("hex"));
    else if (inner instanceof Map) for (const entry of inner) entry.forEach(look);
    else if (Array.isArray(inner)) inner.forEach(look);
    else if (inner !== null && typeof inner === "object")
      for (const [key, one] of Object.entries(inner)) [key, one].forEach(look);
  };
  look(value);
  return traces;
}

function decoded(text: string): string {
  return Buffer.from(text, "base64url").toString("latin1");
}

interface Origin {
  readonly version: Version;
  /** Unset: its id. */
  readonly column: string | undefined;
}

/** Where each trace is from. What several say alike (a day, a name of a side) is from all of them. */
export class Origins {
  private readonly from = new Map<string, Origin[]>();

  constructor(world: World) {
    for (const version of world.versions) {
      this.note(version.id, version, undefined);
      this.note(String(version.recordedAt), version, "recorded_at");
      for (const column of Object.keys(NOUNS[version.noun]))
        for (const trace of tracesIn(version.said[column])) this.note(trace, version, column);
    }
  }

  private note(trace: string, version: Version, column: string | undefined): void {
    const known = this.from.get(trace);
    if (known) known.push({ version, column });
    else this.from.set(trace, [{ version, column }]);
  }

  /** Traces of what the viewer may not see anywhere. */
  leaked(value: unknown, model: Model): readonly string[] {
    return [...tracesIn(value)].filter((trace) => {
      const from = this.from.get(trace) ?? [];
      return from.length > 0 && !from.some((origin) => mayShow(model, origin, trace));
    });
  }
}

function mayShow(model: Model, { version, column }: Origin, trace: string): boolean {
  if (!model.isSeen(version)) return false;
  if (column === undefined) return true;
  if (column === "recorded_at") return String(model.recordedAt(version)) === trace;
  return tracesIn(model.value(version, column)).has(trace);
}
