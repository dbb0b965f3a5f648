import { words } from "../../words/index.ts";

/** Who besides the team may see the incident. */
export const releaseWords = words("incident-release", {
  en: {
    lead: "Besides the team. Others see of it only what is for them: sources, places and reasons stay back by what each may read.",
    nobody: "Nobody besides the team may see it.",
    seen: "It may be seen by: {who}.",
    guarantors: "guarantors",
    humanitarians: "humanitarians",
    public: "the public",
    party: "the party {party}",
    change: "Change who may see it",
    changeDo: "Let these see it",
    who: "Who may see it",
    publicWarning: "What the public has once seen cannot be taken back.",
    done: "It may be seen by: {who}.",
  },
  ar: {
    lead: "إضافة إلى الفريق. ولا يرى الآخرون منه إلا ما هو متاح لهم: فالمصادر والأماكن والأسباب تُحجب بحسب ما يحق لكل منهم قراءته.",
    nobody: "لا يحق لأحد غير الفريق الاطلاع عليه.",
    seen: "يحق الاطلاع عليه لكل من: {who}.",
    guarantors: "الضامنون",
    humanitarians: "العاملون الإنسانيون",
    public: "الجمهور",
    party: "الطرف {party}",
    change: "غيّر من يحق له الاطلاع",
    changeDo: "أتح لهؤلاء الاطلاع",
    who: "من يحق له الاطلاع",
    publicWarning: "ما اطلع عليه الجمهور مرة لا يمكن استرجاعه.",
    done: "يحق الاطلاع عليه لكل من: {who}.",
  },
});
