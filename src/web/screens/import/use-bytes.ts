import { useCallback } from "react";
import { useLanguage } from "../../words/index.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** How large something is, in a unit that is read easily: 1.2 MB. */
export function useBytes(): (bytes: number) => string {
  const { language } = useLanguage();
  return useCallback(
    (bytes) => {
      const place = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
      const tag = language === "ar" ? "ar-u-nu-latn" : language;
      return new Intl.NumberFormat(tag, {
        style: "unit",
        unit: UNITS[place]!,
        unitDisplay: place === 0 ? "long" : "short",
        maximumFractionDigits: place === 0 ? 0 : 1,
      }).format(bytes / 1000 ** place);
    },
    [language],
  );
}
