import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createRoom } from "./app/routes.tsx";
import { askAgain, asked } from "./record/index.ts";
import { SpeakLanguage } from "./words/index.ts";
import "./look/tokens.css";
import "./look/base.css";
import "./look/controls.css";

const router = createRoom();

createRoot(document.getElementById("room")!).render(
  <StrictMode>
    <SpeakLanguage>
      <QueryClientProvider client={asked}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </SpeakLanguage>
  </StrictMode>,
);

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  // What the first page asked before there was a worker, nobody has kept.
  if (!navigator.serviceWorker.controller)
    navigator.serviceWorker.addEventListener("controllerchange", () => void askAgain(), { once: true });
  // Without it the room works, but not without a network.
  void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}
