import { words } from "../words/index.ts";

/** The two ladders, in the words of docs/guide/team.md. */
export const levelWords = words("level", {
  en: {
    reported: "reported",
    "partly corroborated": "partly corroborated",
    likely: "likely",
    confirmed: "confirmed",
    contested: "contested",
    unfounded: "unfounded",
    "cannot be determined": "cannot be determined",
    "none made": "no attribution made",
    claimed: "claimed",
    disputed: "disputed",
    "assessed low": "assessed, low confidence",
    "assessed medium": "assessed, medium confidence",
    "assessed high": "assessed, high confidence",
    acknowledged: "acknowledged",
    "not possible": "attribution not possible",
  },
  ar: {
    reported: "مُبلَّغ عنه",
    "partly corroborated": "مؤكَّد جزئيًا",
    likely: "مرجَّح",
    confirmed: "مؤكَّد",
    contested: "متنازع عليه",
    unfounded: "لا أساس له",
    "cannot be determined": "يتعذر تحديده",
    "none made": "لم يُسنَد",
    claimed: "أُعلنت المسؤولية عنه",
    disputed: "إسناد متنازع عليه",
    "assessed low": "تقدير بثقة منخفضة",
    "assessed medium": "تقدير بثقة متوسطة",
    "assessed high": "تقدير بثقة عالية",
    acknowledged: "مُعترَف به",
    "not possible": "يتعذر الإسناد",
  },
});
