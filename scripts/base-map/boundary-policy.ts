// What the base map says about borders and names. Natural Earth draws who holds the ground; a map of a ceasefire must not take
// sides by that. So: a border that is contested anywhere along it is dashed along all of it, and no name is given to what the
// United Nations' maps do not name as a country or a territory.

/** Pairs of names of Natural Earth, in alphabetical order. */
const contestedPairs = new Set([
  "China|India",
  "Bhutan|China",
  "India|Pakistan",
  "India|Nepal",
  "China|Pakistan",
  "Israel|Lebanon",
  "Israel|Palestine",
  "Israel|Syria",
  "Jordan|Palestine",
  "Egypt|Palestine",
  "Egypt|Sudan",
  "S. Sudan|Sudan",
  "Kenya|S. Sudan",
  "Russia|Ukraine",
  "Georgia|Russia",
  "Armenia|Azerbaijan",
  "Kyrgyzstan|Tajikistan",
  "North Korea|South Korea",
  "Guyana|Venezuela",
  "Guyana|Suriname",
  "Belize|Guatemala",
  "Cambodia|Thailand",
  "Eritrea|Ethiopia",
  "Djibouti|Eritrea",
]);

/** Whoever a border of these is with, somebody contests it. */
const contested = new Set([
  "W. Sahara",
  "Kosovo",
  "N. Cyprus",
  "Cyprus U.N. Buffer Zone",
  "Somaliland",
  "Siachen Glacier",
  "Taiwan",
]);

/** No line at all: leased ground and bases, which are no borders of countries. */
const undrawn = new Set(["Baikonur", "Akrotiri", "Dhekelia", "USNB Guantanamo Bay"]);

export type Border = "agreed" | "contested" | "undrawn";

/** How the border of two features is drawn, by their names in Natural Earth. */
export function borderOf(one: string, other: string): Border {
  if (undrawn.has(one) || undrawn.has(other)) return "undrawn";
  if (contested.has(one) || contested.has(other)) return "contested";
  return contestedPairs.has([one, other].sort().join("|")) ? "contested" : "agreed";
}

const unnamed = new Set(["Taiwan"]);

/** Whether a feature gets a label: it has a code of ISO 3166 and is not left without a name on purpose. */
export function isNamed(name: string, isoNumeric: string | undefined): boolean {
  return isoNumeric !== undefined && !contested.has(name) ? !unnamed.has(name) : name === "W. Sahara";
}
