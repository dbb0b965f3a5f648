import { asked, outbox } from "../record/index.ts";

/** Nothing of the record and of what was done stays on this device. */
export function forgetHere(): void {
  asked.clear();
  outbox.forget();
  navigator.serviceWorker?.controller?.postMessage("forget");
}

/** Signs out. The session ends at the server first: a device that only forgets it leaves it open. */
export async function leave(): Promise<void> {
  await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(() => undefined);
  forgetHere();
  location.assign("/sign-in");
}
