// `npm run mutations`: see there.
import "../test/proof/mutations/run.ts";
