export { areTwoPeople, may, mayReplyFor, PUBLIC, type Caller } from "./caller.ts";
export type { Accounts, AccountsOptions } from "./accounts.ts";
export { openAccounts } from "./open-when-asked.ts";
export { enterDemonstration, makeDemonstrationAccounts } from "./demonstration.ts";
export { weaknessOf } from "./password-rules.ts";
export { parseListed } from "./user-account.ts";
export type {
  AccountAct,
  ApiKey,
  Invitation,
  Invitee,
  ListedAccount,
  MadeApiKey,
  NewApiKey,
  UserAccount,
  UserState,
} from "./user-account.ts";
export type { AccountEvent } from "./events.ts";
export type { Acceptance } from "./invitation.ts";
export { loadOidcProviders, type OidcProvider } from "./oidc.ts";
export {
  GUARDED_PERMISSIONS,
  needsParty,
  parsePermission,
  parseRole,
  PERMISSIONS,
  PUBLIC_PERMISSIONS,
  ROLE_MEANINGS,
  ROLES,
  viewerOf,
  type Permission,
  type Role,
  type RoleMeaning,
} from "./roles.ts";
