import { spanOf, wasSo, type Asked, type Clock, type Dated, type Span } from "../domain/index.ts";
import type { Instant } from "../kit/index.ts";
import { localInstant, startOfDay } from "../language/index.ts";

/** The local dates of a folder's file as stretches of instants. Each entry is worked out once. */
export class FolderDates {
  private readonly zone: string;
  private readonly spans = new WeakMap<Dated, Span>();

  constructor(zone: string) {
    this.zone = zone;
  }

  /** The start of a date, or a moment of it; both were checked when the file was read. */
  readonly clock: Clock = (local) => {
    const read = local.includes(" ") ? localInstant(local, this.zone) : undefined;
    return read?.kind === "instant" ? read.instant : startOfDay(local.slice(0, 10), this.zone);
  };

  spanOf(dated: Dated): Span {
    const known = this.spans.get(dated);
    if (known) return known;
    const span = spanOf(dated, this.clock);
    this.spans.set(dated, span);
    return span;
  }

  wasSo(dated: Dated, asked: Asked): boolean {
    return wasSo(this.spanOf(dated), asked);
  }

  /** When it began and when it ended, as far as either was known and is not open. */
  edgesOf(all: readonly Dated[], known: Instant): readonly Instant[] {
    return all
      .map((dated) => this.spanOf(dated))
      .filter((span) => span.known <= known)
      .flatMap(({ earliest, latest }) => [earliest, latest])
      .filter(Number.isFinite);
  }
}
