import { useState } from "react";

export const LOOKS = ["machine", "light", "dark"] as const;
export type Look = (typeof LOOKS)[number];

const KEPT = "truce.look";

/** Light, dark, or as the device has it; kept on this device. */
export function useLook(): readonly [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(
    () => (document.documentElement.dataset["look"] as Look | undefined) ?? "machine",
  );
  const choose = (next: Look): void => {
    if (next === "machine") delete document.documentElement.dataset["look"];
    else document.documentElement.dataset["look"] = next;
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // It holds until the page is closed.
    }
    setLook(next);
  };
  return [look, choose];
}
