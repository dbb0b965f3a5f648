import { useEffect, useRef } from "react";

const FIELDS = "input, textarea, select, [contenteditable]";

/** Hears of a table that is pasted on the screen itself: outside every field, and with no dialog open. */
export function usePastedHere(isWanted: boolean, take: (text: string) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!isWanted) return undefined;
    const onPaste = (event: ClipboardEvent): void => {
      const { target } = event;
      if (target instanceof Element && target.closest(FIELDS)) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isTable(text)) return;
      event.preventDefault();
      latest.current(text);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [isWanted]);
}

/** Several cells, or several rows: one word that was copied by chance is none. */
const isTable = (text: string): boolean => /\t|\n./u.test(text.trim());
