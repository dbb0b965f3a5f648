import { words } from "../words/index.ts";

export const recordWords = words("record", {
  en: {
    text: "the text alone",
    agreed: "with what all parties accepted",
    readBy: "as read by {who}",
  },
  ar: {
    text: "النص وحده",
    agreed: "مع ما قبلته جميع الأطراف",
    readBy: "كما يقرؤه {who}",
  },
});
