import type { AnswerOf, Endpoints } from "../../../api/contract.ts";

/** Things of the record that hang on an incident, as they are read. */
export type Proposal = AnswerOf<Endpoints["list:proposal"]>["items"][number];
export type Dissent = AnswerOf<Endpoints["list:dissent"]>["items"][number];
export type Reply = AnswerOf<Endpoints["list:reply"]>["items"][number];
