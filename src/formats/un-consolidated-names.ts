/**
 * The names in one ALIAS_NAME of the UN list, each once. An element may hold many: `جبهة النصرة (the Victory Front; Jabhat
 * al-Nusrah; …)`. Brackets hold names if they stand at the end and are a list, an abbreviation, or in another script than what
 * is before them; otherwise they are a part of the name: `battalion of Shahids (martyrs)`.
 */
export function namesIn(asWritten: string): readonly string[] {
  const text = asWritten.replaceAll(/\s+/gu, " ").trim();
  return [...new Set(splitList(text).flatMap((part) => splitNames(part, 0)))];
}

/** Nobody writes names deeper; brackets that never close are not names. */
const deepest = 4;

function splitNames(text: string, depth: number): readonly string[] {
  const plain = text.replace(/ ?[-–] ?sub-unit name$|,$/iu, "").trim();
  if (plain === "" || isRemark(plain)) return [];
  const groups = depth < deepest ? trailingBrackets(plain) : undefined;
  if (groups === undefined) return [plain];
  const names = [groups.before];
  const others: string[] = [];
  for (const written of groups.insides) {
    const inside = written.replace(/^original script: ?/iu, "");
    const parts = splitList(inside);
    const isNames = parts.length > 1 || isAbbreviation(inside) || isOtherScript(groups.before, inside);
    if (isNames) others.push(...parts.flatMap((part) => splitNames(part, depth + 1)));
    else if (!isRemark(inside)) names.push(`(${inside})`);
  }
  return [names.join(" "), ...others];
}

/** What the list writes about a name and is none. */
function isRemark(text: string): boolean {
  return /^(?:original script|previously listed as|formerly listed as|[A-Z]{2}[ei]\.\d+)$/iu.test(text);
}

function isAbbreviation(text: string): boolean {
  return /^[\p{Lu}\d][\p{Lu}\d/&-]{1,14}$/u.test(text);
}

function isOtherScript(a: string, b: string): boolean {
  const isLatin = (text: string): boolean => /\p{Script=Latin}/u.test(text);
  const isOther = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\p{Script=Latin}/gu, ""));
  return (isLatin(a) && !isOther(a) && !isLatin(b)) || (isLatin(b) && !isOther(b) && !isLatin(a));
}

interface Brackets {
  readonly before: string;
  readonly insides: readonly string[];
}

/** `A (b) (c)` → A, b, c. `undefined` if no brackets stand at the end, or they do not close. */
function trailingBrackets(text: string): Brackets | undefined {
  const insides: string[] = [];
  let before: string | undefined;
  let open = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "(") {
      if (open++ === 0) {
        before ??= text.slice(0, at).trim();
        start = at + 1;
      }
    } else if (letter === ")") {
      if (--open < 0) return undefined;
      if (open === 0) insides.push(text.slice(start, at).trim());
    } else if (open === 0 && before !== undefined && letter !== " ") {
      return undefined;
    }
  }
  return open === 0 && before !== undefined && before !== "" ? { before, insides } : undefined;
}

/** The parts of a list; a semicolon inside brackets does not separate. */
function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let open = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at];
    if (letter === "(") open++;
    if (letter === ")") open--;
    if (letter !== undefined && (letter !== ";" || open > 0)) continue;
    const part = text.slice(start, at).trim();
    if (part !== "") parts.push(part);
    start = at + 1;
  }
  return parts;
}
