import type { Mutation } from "./mutation.ts";
import { OF_RECORDS } from "./of-records.ts";
import { OF_TEXTS } from "./of-texts.ts";
import { OF_VERDICTS } from "./of-verdicts.ts";

export type { Mutation } from "./mutation.ts";

export const MUTATIONS: readonly Mutation[] = [...OF_VERDICTS, ...OF_TEXTS, ...OF_RECORDS];
