/** The longest name that common file systems take, in bytes, with room for a number. */
const longestName = 120;

/** Names that Windows keeps for devices. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/**
 * A name under which an attachment can be kept anywhere: without a folder, without letters that turn the direction of text (which
 * make `exe.gpj` read as a picture), without dots in front. Different for every attachment of a message, whatever the sender chose.
 */
export function safeFileName(given: string | undefined, fallback: string, taken: Set<string>): string {
  const bare = (given ?? "")
    .slice(-1000)
    .split(/[/\\]/u)
    .at(-1)!
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"|?*]/gu, "")
    .replace(/^[.\s]+|[.\s]+$/gu, "");
  const name = shortened(bare === "" ? fallback : deviceName.test(bare) ? `_${bare}` : bare);
  const key = (candidate: string): string => candidate.toLowerCase();
  let unique = name;
  for (let count = 2; taken.has(key(unique)); count++) unique = numbered(name, count);
  taken.add(key(unique));
  return unique;
}

function shortened(name: string): string {
  if (name.length <= longestName) return name;
  const { stem, ending } = parts(name);
  return (
    Array.from(stem)
      .slice(0, longestName - ending.length)
      .join("")
      .slice(0, longestName - ending.length) + ending
  );
}

function numbered(name: string, count: number): string {
  const { stem, ending } = parts(name);
  return `${stem}-${count}${ending}`;
}

function parts(name: string): { readonly stem: string; readonly ending: string } {
  const dot = name.lastIndexOf(".");
  const isEnding = dot > 0 && name.length - dot <= 12;
  return isEnding ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: "" };
}
