import type { ReportColumn } from "./report-columns.ts";

/**
 * The form for field monitors, in one table: from it come the XForm, the sheets of an XLSForm, and what of a filled-in form goes
 * into which column of a report. Nothing has to be filled in: what is not known stays blank.
 */
export const FIELD_FORM = {
  id: "ceasefire-report",
  version: "1",
  title: { en: "Ceasefire report", ar: "بلاغ عن وقف إطلاق النار" },
} as const;

export interface Label {
  readonly en: string;
  readonly ar: string;
}

export interface Choice {
  readonly value: string;
  readonly label: Label;
}

/** Types of ODK XForms; `select1` is one choice, `select` are several. */
export type QuestionType = "dateTime" | "geopoint" | "string" | "int" | "select1" | "select" | "image" | "audio";

export interface Question {
  readonly name: string;
  readonly type: QuestionType;
  readonly label: Label;
  readonly hint?: Label;
  readonly choices?: readonly Choice[];
  /** Asked only if this question of the same group has this answer, or any other than blank. */
  readonly onlyIf?: { readonly question: string; readonly is?: string };
  /** Longer than a line. */
  readonly isLong?: boolean;
  /** What becomes of it in a report; none: it stays with the submission as it came. */
  readonly columns: readonly ReportColumn[];
}

export interface QuestionGroup {
  readonly name: string;
  readonly label: Label;
  readonly questions: readonly Question[];
}

const choice = (value: string, en: string, ar: string): Choice => ({ value, label: { en, ar } });
const blankIfUnknown: Label = {
  en: "Leave it blank if you do not know. 0 means: nobody, and that is certain.",
  ar: "اتركه فارغا إن كنت لا تعرف. الصفر يعني: لا أحد، وهذا مؤكد.",
};

const WHEN_SURE = [
  choice("times", "I know the times", "أعرف الأوقات"),
  choice("between", "At some time between the two", "في وقت ما بين الوقتين"),
  choice("day", "Only the day is certain", "اليوم وحده مؤكد"),
  choice("unsure", "I am not sure of it", "لست متأكدا"),
];

const PLACE_SURE = [
  choice("m100", "Within 100 metres of the point", "ضمن 100 متر من النقطة"),
  choice("m1000", "Within 1 kilometre of the point", "ضمن كيلومتر واحد من النقطة"),
  choice("m5000", "Within 5 kilometres of the point", "ضمن 5 كيلومترات من النقطة"),
  choice("named", "Somewhere in the place I name; the point only shows where that is", "في مكان ما ضمن المكان المذكور"),
  choice("unsure", "I am not sure of it", "لست متأكدا"),
];

/** Acts of the common vocabulary of the language, in its words. */
const ACTS = [
  choice("small-arms-fire", "Small-arms fire", "إطلاق نار بأسلحة خفيفة"),
  choice("sniping", "Sniping", "قنص"),
  choice("shelling", "Shelling", "قصف"),
  choice("mortar-fire", "Mortar fire", "قصف بقذائف الهاون"),
  choice("artillery-fire", "Artillery fire", "قصف مدفعي"),
  choice("rocket-fire", "Rocket fire", "إطلاق صواريخ"),
  choice("air-strike", "Air strike", "غارة جوية"),
  choice("ground-assault", "Ground assault", "هجوم بري"),
  choice("ambush", "Ambush", "كمين"),
  choice("bombing", "A planted or carried bomb", "تفجير عبوة أو حزام"),
  choice("attack-on-civilians", "Attack directed at civilians", "هجوم موجه ضد مدنيين"),
  choice("attack-on-medical", "Attack on medical units or staff", "هجوم على منشآت أو طواقم طبية"),
  choice("attack-on-aid", "Attack on aid staff, goods or convoys", "هجوم على عاملي الإغاثة أو قوافلها"),
  choice("movement-of-forces", "Movement of forces", "تحرك قوات"),
  choice("fortification", "Building of military positions", "بناء مواقع عسكرية"),
  choice("mine-laying", "Laying of mines", "زرع ألغام"),
  choice("overflight", "Military overflight", "تحليق عسكري"),
  choice("denial-of-access", "Denial of humanitarian access", "منع وصول المساعدات"),
  choice("restriction-of-movement", "Monitors not let through", "تقييد حركة المراقبين"),
  choice("detention", "Detention", "احتجاز"),
  choice("abduction", "Abduction", "خطف"),
  choice("forced-displacement", "Forced displacement", "تهجير قسري"),
  choice("other", "Something else", "شيء آخر"),
];

const UNITS = [
  choice("explosion", "explosions", "انفجارات"),
  choice("projectile", "projectiles", "قذائف"),
  choice("burst", "bursts of fire", "رشقات"),
  choice("shot", "shots", "طلقات"),
  choice("flight", "flights", "طلعات"),
  choice("vehicle", "vehicles", "مركبات"),
  choice("other", "something else", "شيء آخر"),
];

const WHEN: QuestionGroup = {
  name: "when",
  label: { en: "When", ar: "متى" },
  questions: [
    {
      name: "when_from",
      type: "dateTime",
      label: { en: "From", ar: "من" },
      columns: ["when", "zone"],
    },
    {
      name: "when_to",
      type: "dateTime",
      label: { en: "To", ar: "إلى" },
      hint: { en: "Blank if there is only one time.", ar: "اتركه فارغا إن كان هناك وقت واحد فقط." },
      columns: ["when"],
    },
    {
      name: "when_sure",
      type: "select1",
      label: { en: "How sure is the time?", ar: "ما مدى التأكد من الوقت؟" },
      choices: WHEN_SURE,
      columns: ["when", "when_precision"],
    },
    {
      name: "when_words",
      type: "string",
      label: { en: "The time in the words of whoever told it", ar: "الوقت بكلمات من أخبر به" },
      columns: ["when_words"],
    },
  ],
};

const WHERE: QuestionGroup = {
  name: "where",
  label: { en: "Where", ar: "أين" },
  questions: [
    {
      name: "point",
      type: "geopoint",
      label: { en: "The place where it happened, as a point", ar: "مكان الحدث كنقطة" },
      hint: { en: "Not where you are, if that is another place.", ar: "ليس مكانك أنت إن كان مكانا آخر." },
      columns: ["latitude", "longitude", "radius_m"],
    },
    {
      name: "place_name",
      type: "string",
      label: { en: "The name of the place", ar: "اسم المكان" },
      columns: ["place"],
    },
    {
      name: "place_sure",
      type: "select1",
      label: { en: "How sure is the place?", ar: "ما مدى التأكد من المكان؟" },
      choices: PLACE_SURE,
      columns: ["radius_m", "place_precision"],
    },
  ],
};

const WHAT: QuestionGroup = {
  name: "what",
  label: { en: "What", ar: "ماذا" },
  questions: [
    {
      name: "acts",
      type: "select",
      label: { en: "What happened? All that is so", ar: "ماذا حدث؟ اختر كل ما ينطبق" },
      choices: ACTS,
      columns: ["acts"],
    },
    {
      name: "what_words",
      type: "string",
      label: { en: "In a few words", ar: "بكلمات قليلة" },
      columns: ["label"],
    },
    {
      name: "count_unit",
      type: "select1",
      label: { en: "If something can be counted: what?", ar: "إن أمكن عد شيء: ما هو؟" },
      choices: UNITS,
      columns: ["counts"],
    },
    {
      name: "count_other",
      type: "string",
      label: { en: "What was counted", ar: "ما الذي عد" },
      onlyIf: { question: "count_unit", is: "other" },
      columns: ["counts"],
    },
    {
      name: "count_min",
      type: "int",
      label: { en: "At least how many", ar: "العدد على الأقل" },
      hint: { en: "Leave it blank if you do not know.", ar: "اتركه فارغا إن كنت لا تعرف." },
      onlyIf: { question: "count_unit" },
      columns: ["counts"],
    },
    {
      name: "count_max",
      type: "int",
      label: { en: "At most how many", ar: "العدد على الأكثر" },
      hint: { en: "Leave it blank if you do not know.", ar: "اتركه فارغا إن كنت لا تعرف." },
      onlyIf: { question: "count_unit" },
      columns: ["counts"],
    },
  ],
};

const WHO: QuestionGroup = {
  name: "who",
  label: { en: "Who", ar: "من" },
  questions: [
    {
      name: "side_1",
      type: "string",
      label: { en: "One side, as it was told to you", ar: "الطرف الأول كما قيل لك" },
      hint: { en: "Blank if nobody is named.", ar: "اتركه فارغا إن لم يذكر أحد." },
      columns: ["side_a"],
    },
    {
      name: "side_2",
      type: "string",
      label: { en: "The other side", ar: "الطرف الآخر" },
      columns: ["side_b"],
    },
    {
      name: "direction",
      type: "select1",
      label: { en: "Who acted on whom?", ar: "من فعل ذلك بمن؟" },
      choices: [
        choice("first-on-second", "The first on the second", "الأول بالثاني"),
        choice("second-on-first", "The second on the first", "الثاني بالأول"),
        choice("unknown", "Not known", "غير معروف"),
      ],
      columns: ["direction", "side_a", "side_b"],
    },
  ],
};

type HarmColumn = Extract<ReportColumn, `${"killed" | "injured"}_${string}`>;

/** Called as its column. */
const number = (name: HarmColumn, en: string, ar: string): Question => ({
  name,
  type: "int",
  label: { en, ar },
  hint: blankIfUnknown,
  columns: [name],
});

const HARM: QuestionGroup = {
  name: "harm",
  label: { en: "Killed and injured", ar: "القتلى والجرحى" },
  questions: [
    number("killed_min", "Killed, at least", "القتلى على الأقل"),
    number("killed_max", "Killed, at most", "القتلى على الأكثر"),
    number("killed_civilians_min", "Of them civilians, at least", "منهم مدنيون على الأقل"),
    number("killed_civilians_max", "Of them civilians, at most", "منهم مدنيون على الأكثر"),
    number("injured_min", "Injured, at least", "الجرحى على الأقل"),
    number("injured_max", "Injured, at most", "الجرحى على الأكثر"),
  ],
};

const media = (name: `${"photo" | "audio"}_${number}`, en: string, ar: string): Question => ({
  name,
  type: name.startsWith("photo") ? "image" : "audio",
  label: { en, ar },
  columns: ["attachments"],
});

const ACCOUNT: QuestionGroup = {
  name: "account",
  label: { en: "How it is known", ar: "كيف عرف ذلك" },
  questions: [
    {
      name: "how_known",
      type: "select1",
      label: { en: "How do you know?", ar: "كيف عرفت ذلك؟" },
      choices: [
        choice("saw", "I saw it", "رأيته"),
        choice("heard", "I heard it happen", "سمعته يحدث"),
        choice("told", "Somebody told me", "أخبرني به شخص"),
      ],
      columns: [],
    },
    {
      name: "told_by",
      type: "string",
      label: { en: "Who told you", ar: "من أخبرك" },
      hint: { en: "A description is enough: a herder.", ar: "يكفي وصف: راعي غنم." },
      onlyIf: { question: "how_known", is: "told" },
      columns: ["told_by"],
    },
    {
      name: "narrative",
      type: "string",
      label: { en: "What happened, in your own words", ar: "ماذا حدث بكلماتك أنت" },
      isLong: true,
      columns: ["narrative"],
    },
    {
      name: "may_name",
      type: "select1",
      label: { en: "May the source be named?", ar: "هل يجوز ذكر المصدر؟" },
      hint: { en: "Blank is not yes.", ar: "الفراغ لا يعني نعم." },
      choices: [choice("yes", "Yes", "نعم"), choice("no", "No", "لا"), choice("ask", "Ask first", "اسأل أولا")],
      columns: [],
    },
    media("photo_1", "A photograph", "صورة"),
    media("photo_2", "Another photograph", "صورة أخرى"),
    media("photo_3", "Another photograph", "صورة أخرى"),
    media("audio_1", "A recording of sound", "تسجيل صوتي"),
  ],
};

export const FIELD_FORM_GROUPS: readonly QuestionGroup[] = [WHEN, WHERE, WHAT, WHO, HARM, ACCOUNT];

/** Filled in by the form itself. That it is this form is an answer too, because other tools give forms names of their own. */
export const FORM_MARK = { name: "truce_form", value: `${FIELD_FORM.id}/${FIELD_FORM.version}` } as const;
