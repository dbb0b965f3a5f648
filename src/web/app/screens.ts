import type { ComponentType } from "react";

export interface Screen {
  /** Its name among the words of the application. */
  readonly key: "today" | "map" | "incidents" | "agreement" | "acceptances" | "actors" | "import" | "people" | "ledger";
  readonly path: string;
  /** Drawn in a square of 24. */
  readonly icon: string;
  /** Who finds it in the navigation; unset: whoever may read. */
  readonly permission?: string;
  /** The filters are shown above it, since it shows incidents. */
  readonly hasSelection?: boolean;
  readonly load: () => Promise<{ readonly Screen: ComponentType }>;
}

/** Screens that are reached from others. */
export interface InnerScreen {
  readonly path: string;
  readonly load: () => Promise<{ readonly Screen: ComponentType }>;
}

/** In the order of a day's work. */
export const SCREENS: readonly Screen[] = [
  {
    key: "today",
    path: "/",
    icon: "M4 11 12 4l8 7v9h-5v-6H9v6H4Z",
    hasSelection: true,
    load: () => import("../screens/today/Today.tsx"),
  },
  {
    key: "map",
    path: "/map",
    icon: "M9 4 3 6.5v13.5L9 17.5l6 2.5 6-2.5V4l-6 2.5L9 4Zm0 0v13.5M15 6.5V20",
    hasSelection: true,
    load: () => import("../screens/map/MapScreen.tsx"),
  },
  {
    key: "incidents",
    path: "/incidents",
    icon: "M4 5h16M4 10h16M4 15h16M4 20h16M9 5v15",
    hasSelection: true,
    load: () => import("../screens/incidents/Incidents.tsx"),
  },
  {
    key: "agreement",
    path: "/agreement",
    icon: "M6 3h9l4 4v14H6Zm8 1v4h4M9 12h7M9 16h7",
    load: () => import("../screens/agreement/Agreement.tsx"),
  },
  {
    key: "acceptances",
    path: "/acceptances",
    icon: "M4 12l4 4L18 6M4 19h16",
    permission: "ledger:read",
    load: () => import("../screens/acceptances/Acceptances.tsx"),
  },
  {
    key: "import",
    path: "/import",
    icon: "M12 4v11m0 0 4-4m-4 4-4-4M4 17v3h16v-3",
    permission: "item:receive",
    load: () => import("../screens/import/Import.tsx"),
  },
  {
    key: "people",
    path: "/people",
    icon: "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 1 0 0 7ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17 14c2.5.6 4 2.8 4 6",
    permission: "user:manage",
    load: () => import("../screens/people/People.tsx"),
  },
  {
    key: "ledger",
    path: "/ledger",
    icon: "M6 3h12v18H6ZM9 8h6M9 12h6M9 16h4",
    permission: "ledger:read",
    load: () => import("../screens/ledger/Ledger.tsx"),
  },
];

export const INNER_SCREENS: readonly InnerScreen[] = [
  { path: "/incidents/$id", load: () => import("../screens/incident/Incident.tsx") },
  { path: "/sign-in", load: () => import("../screens/sign-in/SignIn.tsx") },
  { path: "/invitation", load: () => import("../screens/sign-in/Invitation.tsx") },
  { path: "/account", load: () => import("../screens/account/Account.tsx") },
];
