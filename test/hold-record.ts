// Opens the record in a folder, writes one thing into it, says `open`, and holds it until it is killed or its standard
// input ends. `node test/hold-record.ts FOLDER KEY`. For tests of what becomes of a record whose holder dies.

import process from "node:process";
import { openStore } from "../src/store/index.ts";
import { rowOf } from "./record-rows.ts";

const [folder, key] = process.argv.slice(2);
const store = await openStore({ folder: folder! }, { purpose: "truce test holder" });
const act = { by: "a test", act: "note", body: {} };
await store.change(async (change) => ({
  result: change.add("area", { audience: [] }, rowOf("area", 1, { key: key! })),
  act,
}));
process.stdout.write("open\n");
process.stdin.resume().on("end", () => void store.close());
