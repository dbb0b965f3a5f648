// `npm run crash:server`: see there.
import "../test/crash/server/run.ts";
