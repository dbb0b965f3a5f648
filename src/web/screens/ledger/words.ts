import { words } from "../../words/index.ts";

export const ledgerWords = words("ledger", {
  en: {
    title: "Ledger",
    lead: "Every change of the record, by whom and when, each entry tied to the one before it by its hash. Nothing can be changed unseen.",
    verify: "Verify everything",
    verifying: "Everything is being computed again …",
    whole:
      "All is as it was recorded: {entries, number} entries, {rows, number} rows, {items, number} files, {checkpoints, plural, one {one checkpoint} other {# checkpoints}}.",
    broken: "{count, plural, one {One thing is} other {# things are}} not as recorded:",
    inEntry: "entry {seq}",
    notCovered: "Not covered by this: {what}",
    checkpoint: "Download a checkpoint",
    checkpointAbout:
      "A signed statement of where the ledger stands. Kept by somebody outside, it shows if its end is ever cut off.",
    entries: "Entries, the latest first",
    seq: "Entry",
    at: "When",
    act: "Act",
    by: "By",
    rows: "What it added",
    hash: "Hash",
    reason: "Reason",
    more: "Earlier entries",
    onlyAct: "Only this act",
    all: "all acts",
    incident: "Look at the incident",
    shown: "{count, plural, one {One entry} other {# entries}} shown",
  },
  ar: {
    title: "السجل",
    lead: "كل تغيير في السجل، ومن أجراه ومتى، وكل قيد مربوط بما قبله بالبصمة. لا يمكن تغيير شيء خفية.",
    verify: "تحقق من كل شيء",
    verifying: "يُعاد حساب كل شيء …",
    whole:
      "كل شيء كما سُجّل: القيود {entries, number}، والسطور {rows, number}، والملفات {items, number}، ونقاط التحقق {checkpoints, number}.",
    broken:
      "{count, plural, zero {لا شيء} one {شيء واحد} two {شيئان} few {# أشياء} many {# شيئًا} other {# شيء}} ليس كما سُجّل:",
    inEntry: "القيد {seq}",
    notCovered: "لا يشمل التحقق: {what}",
    checkpoint: "نزّل نقطة تحقق",
    checkpointAbout: "بيان موقّع بحال السجل. إذا احتفظ به طرف خارجي ظهر أي اقتطاع من آخره.",
    entries: "القيود، الأحدث أولًا",
    seq: "القيد",
    at: "متى",
    act: "الفعل",
    by: "بواسطة",
    rows: "ما أضافه",
    hash: "البصمة",
    reason: "السبب",
    more: "قيود أقدم",
    onlyAct: "هذا الفعل فقط",
    all: "كل الأفعال",
    incident: "اطلع على الحادث",
    shown:
      "{count, plural, zero {لا قيود} one {قيد واحد معروض} two {قيدان معروضان} few {# قيود معروضة} many {# قيدًا معروضًا} other {# قيد معروض}}",
  },
});
