import "../../src/web/look/tokens.css";
import "../../src/web/look/base.css";
import "../../src/web/look/controls.css";
import { createRoot } from "react-dom/client";
import { SpeakLanguage } from "../../src/web/words/index.ts";
import { makeIncidents } from "./incidents.ts";
import { startPeer } from "./peer.ts";
import { Room } from "./Room.tsx";

/** What a page of the benchmark can be asked, whoever draws it. Every answer is the milliseconds until it was seen. */
export interface Measurable {
  readonly switchReading: () => Promise<number>;
  /** @param side what is left out; another each time */
  readonly filter: (side: number) => Promise<number>;
  /** @param step so many pixels to the east or back */
  readonly pan: (step: number) => Promise<number>;
}

declare global {
  interface Window {
    bench?: Measurable;
  }
}

const asked = new URLSearchParams(location.search);
document.documentElement.lang = asked.get("language") ?? "en";
document.documentElement.dataset["look"] = asked.get("look") ?? "light";
const incidents = makeIncidents(Number(asked.get("count") ?? 2541), 20160227);
const ground = document.getElementById("room")!;
if (asked.get("draws") === "peer") startPeer(ground, incidents);
else
  createRoot(ground).render(
    <SpeakLanguage>
      <Room incidents={incidents} />
    </SpeakLanguage>,
  );
