// `npm run proof`: see there.
import "../test/proof/proof.ts";
