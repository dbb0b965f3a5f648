// A worker to be killed: asks for a job, takes it and never ends it. Says so on standard output.

import { writeSync } from "node:fs";
import { openStore, type Where } from "../src/store/index.ts";
import { Jobs } from "../src/store/queue.ts";

const store = await openStore(JSON.parse(process.argv[2]!) as Where, { purpose: "truce test" });
const jobs = await Jobs.start(
  store,
  [
    {
      name: "count",
      undone: () => Promise.resolve([]),
      work: (key) => {
        writeSync(1, `${key}\n`);
        return new Promise(() => undefined);
      },
    },
  ],
  { isWorker: true },
);
await store.change(async (change) => {
  await jobs.ask(change, "count", "one");
  return { result: undefined, act: { by: "a test", act: "note", body: {} } };
});
