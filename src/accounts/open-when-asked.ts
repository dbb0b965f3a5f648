import type { Store } from "../store/index.ts";
import type { Accounts, AccountsOptions } from "./accounts.ts";

/** See `open-accounts.ts`. Only who opens accounts pays for loading the library, which takes longer than most commands. */
export async function openAccounts(store: Store, options: AccountsOptions): Promise<Accounts> {
  const accounts = await import("./open-accounts.ts");
  return accounts.openAccounts(store, options);
}
