import { useEffect, useState } from "react";

const MINUTE = 60_000;

/** The time, told again each minute: clocks that stand still on a page are wrong. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
