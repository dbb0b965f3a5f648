export { Refusal } from "../kit/index.ts";
