import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";
import { Trouble } from "../parts/index.ts";
import { parseSearch, readSelection, stringifySearch } from "../selection/index.ts";
import { NotFound } from "./NotFound.tsx";
import { INNER_SCREENS, SCREENS } from "./screens.ts";
import { Shell } from "./Shell.tsx";

const rootRoute = createRootRoute({
  component: Shell,
  // Other keys are those of a screen itself.
  validateSearch: (search: Record<string, unknown>) => ({ ...search, ...readSelection(search) }),
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Trouble error={error} again={reset} />,
});

const routes: readonly AnyRoute[] = [...SCREENS, ...INNER_SCREENS].map(({ path, load }) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    component: lazyRouteComponent(load, "Screen"),
    errorComponent: ({ error, reset }) => <Trouble error={error} again={reset} />,
  }),
);

/** Which screen is at which address. The selection is part of every address. */
export function createRoom() {
  return createRouter({
    routeTree: rootRoute.addChildren(routes as AnyRoute[]),
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}
