import type { ActorAlias } from "../../src/match/index.ts";
import type { Chance } from "./chance.ts";

/** Words that any group could go by. */
export const GENERIC = [
  "gunmen",
  "armed men",
  "militants",
  "armed groups",
  "rebels",
  "fighters",
  "the regime",
  "opposition forces",
  "مسلحون",
  "unknown persons",
];

interface Known {
  readonly aliases: readonly string[];
  readonly units: readonly string[];
}

/** Aliases of the main actors, as sources write them. */
const MAIN: Readonly<Record<string, Known>> = {
  "Government of Syria": {
    aliases: [
      "Syrian army",
      "SAA",
      "Syrian Arab Army",
      "regime forces",
      "government forces",
      "الجيش السوري",
      "Syrian government",
    ],
    units: ["Tiger Forces", "4th Division", "Republican Guard", "National Defence Forces"],
  },
  "Syrian insurgents": {
    aliases: ["opposition factions", "FSA", "Free Syrian Army", "rebel factions", "الجيش الحر", "opposition fighters"],
    units: ["1st Coastal Division", "Jaysh al-Izza", "Suqour al-Jabal"],
  },
  IS: {
    aliases: ["Islamic State", "ISIS", "ISIL", "Daesh", "داعش", "Da'esh", "Islamic State group"],
    units: ["Wilayat Halab", "Wilayat al-Raqqa", "Khalid ibn al-Walid Army"],
  },
  SDF: {
    aliases: ["Syrian Democratic Forces", "Kurdish forces", "QSD", "قسد", "YPG-led forces"],
    units: ["YPG", "YPJ", "Jaysh al-Thuwar"],
  },
  HTS: {
    aliases: ["Hayat Tahrir al-Sham", "Tahrir al-Sham", "هيئة تحرير الشام", "Nusra"],
    units: ["Red Bands", "Othman Brigade"],
  },
  "Jabhat Fateh al-Sham": {
    aliases: ["Jabhat al-Nusra", "al-Nusra Front", "Fatah al-Sham Front", "جبهة النصرة"],
    units: ["Nusra elite forces"],
  },
  "Ahrar al-Sham": {
    aliases: ["Ahrar ash-Sham", "Free Men of the Levant", "أحرار الشام"],
    units: ["Ahrar artillery battalion"],
  },
  "Jaysh al-Islam": {
    aliases: ["Army of Islam", "Jaish al-Islam", "جيش الإسلام"],
    units: ["Jaysh al-Islam rocket brigade"],
  },
  "Rahman Corps": { aliases: ["Faylaq al-Rahman", "al-Rahman Legion", "فيلق الرحمن"], units: ["al-Baraa Brigade"] },
  SNA: {
    aliases: ["Syrian National Army", "Turkish-backed factions", "الجيش الوطني"],
    units: ["Sultan Murad Division", "Hamza Division"],
  },
  "Southern Front": { aliases: ["al-Jabha al-Janubiya", "الجبهة الجنوبية"], units: ["Yarmouk Army"] },
  "Government of Turkey": {
    aliases: ["Turkish army", "Turkish forces", "TSK", "الجيش التركي"],
    units: ["Turkish artillery"],
  },
  "Government of Israel": { aliases: ["Israeli forces", "IDF", "Israel"], units: ["Israeli air force"] },
  "Government of Iraq": { aliases: ["Iraqi forces", "Iraqi army"], units: ["Popular Mobilisation Forces"] },
  "Hawar Kilis Operations Room": {
    aliases: ["Hawar Kilis", "Hawar Killis room", "غرفة عمليات حوار كلس"],
    units: ["Mutasim Brigade"],
  },
};

/** Transliteration rules: one or two of them are applied to a name. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/sh/gu, "ch"],
  [/kh/gu, "x"],
  [/q/gu, "k"],
  [/al-/gu, "el-"],
  [/al-/gu, ""],
  [/y/gu, "i"],
  [/aa/gu, "a"],
  [/j/gu, "g"],
  [/ou/gu, "u"],
  [/ee/gu, "i"],
  [/th/gu, "s"],
  [/dh/gu, "d"],
  [/gh/gu, "g"],
  [/h(?= |$)/gu, ""],
  [/ss/gu, "s"],
];

export function transliterated(name: string, chance: Chance): string {
  const fitting = RULES.filter(([pattern]) => name.toLowerCase().search(pattern) >= 0);
  let result = name;
  for (let n = 1 + chance.below(2); n > 0 && fitting.length > 0; n--) {
    const [pattern, letters] = chance.pick(fitting);
    result = result.replace(new RegExp(pattern.source, "giu"), letters);
  }
  return result;
}

export interface NameBook {
  aliasesOf(actor: string): readonly string[];
  unitsOf(actor: string): readonly string[];
  /** What the matcher is told: four of five aliases. */
  readonly told: readonly ActorAlias[];
}

export function makeNameBook(actors: readonly string[], chance: Chance): NameBook {
  const known = new Map(
    actors.map((actor) => [actor, MAIN[actor] ?? { aliases: ruleMade(actor), units: [`${actor} brigade`] }]),
  );
  const told: ActorAlias[] = [];
  for (const [actor, { aliases, units }] of known) {
    told.push({ text: actor, actor });
    for (const text of aliases) if (chance.happens(0.8)) told.push({ text, actor });
    for (const text of units) if (chance.happens(0.8)) told.push({ text, actor: text, parent: actor });
  }
  return { told, aliasesOf: (actor) => known.get(actor)!.aliases, unitsOf: (actor) => known.get(actor)!.units };
}

function ruleMade(actor: string): readonly string[] {
  const words = actor.split(" ");
  const initials = words.length > 1 ? [words.map((word) => word[0]!.toUpperCase()).join("")] : [];
  return [
    ...initials,
    `the ${actor}`,
    actor.replace(/^(?:Liwa|Jaysh|Faylaq|Harakat) /u, ""),
    `${actor} fighters`,
  ].filter((alias) => alias !== actor);
}
