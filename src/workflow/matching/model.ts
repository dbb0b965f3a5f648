import { decodeModel, encodeModel, matchAll, shippedModel, type Model, type ModelJson } from "../../match/index.ts";
import { canonicalJson, digestOf, latestModel, noteReason, type Json, type Store } from "../../store/index.ts";
import { Refusal } from "../../kit/index.ts";
import { verb, type Done } from "../acts/acting.ts";
import { InputCheck } from "../acts/input-check.ts";
import { claimsDuring, EVER, wordsOfRecord } from "./record-claims.ts";

/** By what the record is matched: the last model that somebody had learnt, else the one that comes with Truce. */
export async function modelOfRecord(store: Store): Promise<Model> {
  const body = await latestModel(store);
  return body === undefined ? shippedModel() : decodeModel(body as unknown as ModelJson);
}

export interface LearnModel {
  readonly reason: string;
}

export interface ModelLearnt {
  readonly version: string;
  readonly claims: number;
}

/**
 * Learns a model on all reports of the record, without labels. Nothing that was put together changes for it: what comes later is
 * matched by it, and proposals say by which model they were made.
 * @throws Refusal if there is too little to learn from.
 */
export const learnMatchModel = verb(
  { act: "set-match-model", permission: "incident:merge" },
  async ({ store, by, person }, input: LearnModel): Promise<Done<ModelLearnt>> => {
    const check = new InputCheck();
    check.name("/reason", input.reason);
    check.done();
    const words = await wordsOfRecord(store);
    const claims = await store.snapshot((client) => claimsDuring(client, [EVER], words));
    const { model } = matchAll(claims.map(({ claim }) => claim));
    if (model.weights.origin === "shipped")
      throw new Refusal(
        "match.too-little",
        `nothing was learnt from ${claims.length} reports: ${model.weights.notice ?? "too little to learn from"}`,
        "the model that comes with Truce stays; try again when there are more reports of different sources",
      );
    const version = `learnt ${digestOf(canonicalJson(encodeModel({ ...model, version: "" }))).slice(0, 12)}`;
    return store.change(async (change) => {
      const body = encodeModel({ ...model, version }) as unknown as Json;
      const [before] = await store.current("match_model");
      const place = before ? { id: before.id, supersedes: before.row } : {};
      const result = { version, claims: claims.length };
      if (before?.version === version) return { result, act: undefined };
      change.add("match_model", { audience: [], ...place }, { version, origin: "learnt", body });
      noteReason(change, { act: "set-match-model", by: person, reason: input.reason });
      return { result, act: { by, act: "set-match-model", body: { ...result } } };
    });
  },
);
