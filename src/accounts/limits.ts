import { createHmac, hkdfSync, randomUUID } from "node:crypto";
import type * as pg from "pg";

/** At most so many in a stretch of time that begins with the first. */
export interface Limit {
  readonly most: number;
  readonly seconds: number;
}

/**
 * How often something was tried, kept in the database, so that it holds for all processes and over a restart. What was tried,
 * from where and by whom stands there as a keyed digest.
 */
export class Limits {
  private readonly pool: pg.Pool;
  private readonly key: Uint8Array;

  constructor(pool: pg.Pool, secret: string) {
    this.pool = pool;
    this.key = new Uint8Array(hkdfSync("sha256", secret, "", "truce accounts limits", 32));
  }

  /** Counts one more, before it is tried, so that many at once are counted too. Seconds to wait, or `undefined`: go on. */
  async take(what: string, { most, seconds }: Limit): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ count: number; wait: number }>(
      `insert into attempt (id, key, count, until) values ($1, $2, 1, now() + make_interval(secs => $3))
       on conflict (key) do update set
         count = case when attempt.until <= now() then 1 else attempt.count + 1 end,
         until = case when attempt.until <= now() then excluded.until else attempt.until end
       returning count, ceil(extract(epoch from until - now()))::int as wait`,
      [randomUUID(), this.digest(what), seconds],
    );
    const { count, wait } = rows[0]!;
    if (count === 1) await this.pool.query("delete from attempt where until < now() - interval '1 hour'");
    return count > most ? Math.max(1, wait) : undefined;
  }

  /** It went well: what was tried before does not count. */
  async forget(what: string): Promise<void> {
    await this.pool.query("delete from attempt where key = $1", [this.digest(what)]);
  }

  /**
   * Takes a one-time code for an account: false if it was taken before (RFC 6238, 5.2). Before it is looked at, so that of
   * two at the same moment one is refused; a wrong one that is taken is no loss.
   */
  async takeCode(account: string, code: string): Promise<boolean> {
    await this.pool.query(`delete from "usedCode" where "usedAt" < now() - interval '5 minutes'`);
    const { rowCount } = await this.pool.query(
      `insert into "usedCode" (id, digest, "usedAt") values ($1, $2, now()) on conflict (digest) do nothing`,
      [randomUUID(), this.digest(`code ${account} ${code}`)],
    );
    return rowCount === 1;
  }

  private digest(what: string): string {
    return createHmac("sha256", this.key).update(what).digest("hex");
  }
}
