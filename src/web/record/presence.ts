/** Whether somebody sits before the page: what it asks by itself keeps no session alive. */

const AWAY_MS = 60_000;

let last = Date.now();

if (typeof addEventListener === "function")
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart"])
    addEventListener(event, () => (last = Date.now()), { capture: true, passive: true });

export function isSomebodyThere(now = Date.now()): boolean {
  return now - last < AWAY_MS;
}
