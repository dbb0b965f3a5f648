/**
 * Shapes of JSON data, said once: each writes a value as JSON and reads it back, or says where the JSON is not of that shape.
 * `undefined` is written by leaving the key out.
 */
export interface Shape<Value> {
  encode(value: Value): unknown;
  /** Adds to `faults` what is wrong; the value is then not to be used. `path` is where in the whole this stands. */
  decode(json: unknown, path: string, faults: ShapeFault[]): Value;
}

export interface ShapeFault {
  /** Such as `sides.0.name`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

const longestShown = 40;

function shown(json: unknown): string {
  if (typeof json === "string") return `"${json.length > longestShown ? `${json.slice(0, longestShown)}…` : json}"`;
  if (typeof json === "object" && json !== null) return Array.isArray(json) ? "a list" : "an object";
  return typeof json === "number" || typeof json === "boolean" ? String(json) : "nothing";
}

function checked<Value>(is: (json: unknown) => json is Value, what: string, instead: Value): Shape<Value> {
  return {
    encode: (value) => value,
    decode: (json, path, faults) => {
      if (is(json)) return json;
      faults.push({ path, message: `${shown(json)} is not ${what}` });
      return instead;
    },
  };
}

export const text: Shape<string> = checked((json) => typeof json === "string", "a text", "");
export const flag: Shape<boolean> = checked((json) => typeof json === "boolean", "true or false", false);
export const amount: Shape<number> = checked((json): json is number => typeof json === "number", "a number", 0);

export function oneOf<const Word extends string>(words: readonly Word[]): Shape<Word> {
  const is = (json: unknown): json is Word => words.some((word) => word === json);
  return checked(is, `one of ${words.join(", ")}`, words[0]!);
}

export function maybe<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return {
    encode: (value) => (value === undefined ? undefined : shape.encode(value)),
    decode: (json, path, faults) =>
      json === undefined || json === null ? undefined : shape.decode(json, path, faults),
  };
}

export function list<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  return {
    encode: (values) => values.map((value) => shape.encode(value) ?? null),
    decode: (json, path, faults) => {
      if (Array.isArray(json))
        return json.map((item, index) => shape.decode(item, joined(path, String(index)), faults));
      faults.push({ path, message: `${shown(json)} is not a list` });
      return [];
    },
  };
}

/** An object of exactly these keys; a key that is none of them would be lost, so it is a fault. */
export function object<Whole extends object>(shapes: {
  readonly [Key in keyof Whole]: Shape<Whole[Key]>;
}): Shape<Whole> {
  const entries = Object.entries<Shape<unknown>>(shapes);
  return {
    encode: (value) => {
      const given = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(entries.map(([key, shape]) => [key, shape.encode(given[key])]));
    },
    decode: (json, path, faults) => {
      if (typeof json !== "object" || json === null || Array.isArray(json)) {
        faults.push({ path, message: `${shown(json)} is not an object` });
        return {} as Whole;
      }
      const given = json as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(given)) {
        if (Object.hasOwn(shapes, key)) continue;
        faults.push({ path: joined(path, key.slice(0, longestShown)), message: "this key is not known" });
      }
      const read = (key: string): unknown => (Object.hasOwn(given, key) ? given[key] : undefined);
      return Object.fromEntries(
        entries.map(([key, shape]) => [key, shape.decode(read(key), joined(path, key), faults)]),
      ) as Whole;
    },
  };
}

/** A value of which more must be so than its shape. */
export function such<Value>(shape: Shape<Value>, isSo: (value: Value) => boolean, message: string): Shape<Value> {
  return {
    encode: (value) => shape.encode(value),
    decode: (json, path, faults) => {
      const before = faults.length;
      const value = shape.decode(json, path, faults);
      if (faults.length === before && !isSo(value)) faults.push({ path, message });
      return value;
    },
  };
}

/** A value written as another. */
export function mapped<Value, Other>(
  shape: Shape<Other>,
  to: (value: Value) => Other,
  from: (other: Other) => Value,
): Shape<Value> {
  return {
    encode: (value) => shape.encode(to(value)),
    decode: (json, path, faults) => from(shape.decode(json, path, faults)),
  };
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
