// `npm run crash`: see there.
import "../test/crash/run.ts";
