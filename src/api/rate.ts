/** A bucket that holds so many requests and fills again at so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  left: number;
  at: number;
}

const MOST_BUCKETS = 50_000;

/** How often each caller comes, in this process. */
export class Rating {
  private readonly rate: Rate;
  private readonly now: () => number;
  private buckets = new Map<string, Bucket>();

  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.rate = rate;
    this.now = now;
  }

  /** Counts one more. Seconds to wait, or `undefined`: go on. */
  take(who: string): number | undefined {
    const { burst, perSecond } = this.rate;
    const at = this.now();
    const bucket = this.buckets.get(who) ?? { left: burst, at };
    const left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
    this.keep(who, { left: left < 1 ? left : left - 1, at });
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / perSecond)) : undefined;
  }

  private keep(who: string, bucket: Bucket): void {
    this.buckets.delete(who);
    // Whoever came longest ago has a full bucket by now, or there are too many to tell apart.
    if (this.buckets.size >= MOST_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    this.buckets.set(who, bucket);
  }
}
