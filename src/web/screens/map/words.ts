import { words } from "../../words/index.ts";

export const mapWords = words("map-screen", {
  en: {
    title: "Map and timeline",
    list: "What is shown, in words",
    verdicts: "Verdicts",
    picked: "{count, plural, one {One incident here} other {# incidents here}}",
    pickSome: "Choose a mark on the map to see its incidents here.",
    places: "Places with the most incidents",
    noPlace:
      "{count, plural, =0 {All have a place that can be drawn.} one {One has no place that can be drawn.} other {# have no place that can be drawn.}}",
    unnamed: "no area named",
    asGrid: "As a list",
    forget: "Choose nothing",
    began: "in force",
    more: "and {count, number} more: they are in the list",
  },
  ar: {
    title: "الخريطة والخط الزمني",
    list: "المعروض بالكلمات",
    verdicts: "الأحكام",
    picked:
      "{count, plural, zero {لا حوادث هنا} one {حادث واحد هنا} two {حادثان هنا} few {# حوادث هنا} many {# حادثًا هنا} other {# حادث هنا}}",
    pickSome: "اختر علامة على الخريطة لتظهر حوادثها هنا.",
    places: "الأماكن ذات الحوادث الأكثر",
    noPlace:
      "{count, plural, =0 {لجميعها مكان يمكن رسمه.} zero {لجميعها مكان يمكن رسمه.} one {ليس لواحد منها مكان يمكن رسمه.} two {ليس لاثنين منها مكان يمكن رسمه.} few {ليس لـ # منها مكان يمكن رسمه.} many {ليس لـ # منها مكان يمكن رسمه.} other {ليس لـ # منها مكان يمكن رسمه.}}",
    unnamed: "بلا منطقة مسماة",
    asGrid: "كقائمة",
    forget: "ألغِ الاختيار",
    began: "بدء النفاذ",
    more: "و{count, number} غيرها، وهي في القائمة",
  },
});
