import { useEffect, useState } from "react";

/** A number that is another whenever the colours of the page have changed: by choice, or because the device went dark. */
export function useLookChange(): number {
  const [change, setChange] = useState(0);
  useEffect(() => {
    const changed = (): void => setChange((before) => before + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-look"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", changed);
    };
  }, []);
  return change;
}
