import "../../src/web/look/tokens.css";
import "../../src/web/look/base.css";
import "../../src/web/look/controls.css";
import { StrictMode, useMemo, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { MapView, type GeoBox } from "../../src/web/map/index.ts";
import { partWords } from "../../src/web/parts/index.ts";
import { SpeakLanguage, useWords } from "../../src/web/words/index.ts";
import { makeIncidents } from "./incidents.ts";

const asked = new URLSearchParams(location.search);
document.documentElement.lang = asked.get("language") ?? "en";
document.documentElement.dataset["look"] = asked.get("look") ?? "light";

function Room(): ReactNode {
  const say = useWords(partWords);
  const incidents = useMemo(() => makeIncidents(Number(asked.get("count") ?? 2541), 20160227), []);
  const [picked, setPicked] = useState<Uint32Array>(new Uint32Array());
  const [box, setBox] = useState<GeoBox>();
  return (
    <main className="stack" style={{ padding: 12 }}>
      <div style={{ blockSize: "72vh" }}>
        <MapView
          positions={incidents.positions}
          radiusMetres={incidents.radiusMetres}
          classes={incidents.readings[0]}
          sayClass={(key) => say(key as "breach")}
          onPick={setPicked}
          picked={[...picked.slice(0, 1)]}
          box={box}
          onBox={setBox}
        />
      </div>
      <p id="picked">{picked.length}</p>
    </main>
  );
}

createRoot(document.getElementById("room")!).render(
  <StrictMode>
    <SpeakLanguage>
      <Room />
    </SpeakLanguage>
  </StrictMode>,
);
