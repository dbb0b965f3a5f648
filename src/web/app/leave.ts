import { asked, client, outbox } from "../record/index.ts";

/** As in `service-worker.js`. */
const ANSWERS = "answers";

/** Nothing of the record and of what was done stays on this device. */
export async function forgetHere(): Promise<void> {
  asked.clear();
  outbox.forget();
  navigator.serviceWorker?.controller?.postMessage("forget");
  // The page waits for it, so that it is done also if this page is the last. Where pages are not kept there is no such store.
  await globalThis.caches?.delete(ANSWERS).catch(() => false);
}

/**
 * A session that ended leaves nothing behind. One that is to be signed in again comes back to where it was; a demonstration lets
 * everybody in again.
 */
export async function sessionEnded(): Promise<void> {
  await forgetHere();
  await signOut();
  const isDemonstration = await fetch("/api/demonstration").then(
    ({ ok }) => ok,
    () => false,
  );
  const from = encodeURIComponent(location.pathname + location.search);
  if (isDemonstration) location.reload();
  else if (location.pathname !== "/sign-in") location.assign(`/sign-in?from=${from}`);
}

/** Signs out. The session ends at the server first: a device that only forgets it leaves it open. */
export async function leave(): Promise<void> {
  await signOut();
  await forgetHere();
  location.assign("/sign-in");
}

async function signOut(): Promise<void> {
  // Whoever is out already, or has no network, is out here in any case.
  await client.ask("signOut", { body: {} }).catch(() => undefined);
}
