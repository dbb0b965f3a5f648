import { ProblemAnswer } from "../../../api/client.ts";
import type { ProblemSaid } from "../../../api/contract.ts";
import { NotReached } from "../../record/index.ts";
import type { Batch } from "./chosen.ts";

/** What files are sent with, besides themselves. */
export interface Given {
  /** Audiences besides the inside. */
  readonly audience: readonly string[];
  readonly openSources: boolean;
  /** Blank: by what the files are. */
  readonly dataSet: string;
}

export interface Posting {
  readonly path: "/api/items/preview" | "/api/items/folder";
  /** Idempotency-Key; a preview needs none. */
  readonly key?: string;
  readonly given: Given;
  readonly onBytes?: (sent: number, size: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends files: a page can only tell how many bytes have gone by `XMLHttpRequest`, which is why this is not `fetch`.
 * @throws ProblemAnswer if the server refuses, NotReached if it cannot be reached, an AbortError if it was called off.
 */
export function postFiles<T>(batch: Batch<File>, posting: Posting): Promise<T> {
  const { path, key, given, onBytes, signal } = posting;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(calledOff());
    const request = new XMLHttpRequest();
    const query = queryOf(batch, given);
    request.open("POST", `${batch.isRaw && path === "/api/items/folder" ? "/api/items" : path}?${query}`);
    if (key !== undefined) request.setRequestHeader("idempotency-key", key);
    if (batch.isRaw) request.setRequestHeader("content-type", "application/octet-stream");
    const abort = (): void => request.abort();
    signal.addEventListener("abort", abort);
    request.upload.addEventListener("progress", ({ loaded, total }) => onBytes?.(loaded, total));
    request.addEventListener("load", () => answer<T>(request, { resolve, reject }));
    request.addEventListener("error", () => reject(new NotReached("the server cannot be reached")));
    request.addEventListener("abort", () => reject(calledOff()));
    request.addEventListener("loadend", () => signal.removeEventListener("abort", abort));
    request.send(batch.isRaw ? batch.files[0]! : formOf(batch));
  });
}

function calledOff(): DOMException {
  return new DOMException("it was called off", "AbortError");
}

/** Names of files go into the form and not into the address, which others may keep; only what is too large for a form has no other place. */
function queryOf({ files, mapping, isRaw }: Batch<File>, { audience, openSources, dataSet }: Given): URLSearchParams {
  return new URLSearchParams({
    ...(audience.length === 0 ? {} : { audience: audience.join(",") }),
    ...(openSources ? { openSources: "true" } : {}),
    ...(dataSet.trim() === "" ? {} : { dataSet: dataSet.trim() }),
    ...(isRaw ? { name: files[0]!.name } : {}),
    ...(isRaw && mapping !== undefined ? { mapping: JSON.stringify(JSON.parse(mapping)) } : {}),
  });
}

function formOf({ files, mapping }: Batch<File>): FormData {
  const form = new FormData();
  if (mapping !== undefined) form.set("mapping", mapping);
  for (const file of files) form.append("file", file, file.name);
  return form;
}

interface Settled<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: unknown) => void;
}

function answer<T>({ status, responseText }: XMLHttpRequest, { resolve, reject }: Settled<T>): void {
  let said: unknown;
  try {
    said = JSON.parse(responseText);
  } catch {
    // Something between here and the server answered in its stead.
    return reject(new NotReached(`an answer that is none of the server's (${status})`));
  }
  if (status >= 200 && status < 300) resolve(said as T);
  else reject(new ProblemAnswer(said as ProblemSaid));
}
