/**
 * Reduced ordered binary decision diagrams (Bryant 1986) with several terminals (Fujita, McGeer & Yang 1997): one
 * shared, hash-consed store for the conditions of an agreement and for the verdicts that follow from them.
 *
 * A node is a small integer. Equal functions are the same integer, so equality is `===`.
 */
export type Node = number;

export const FALSE_NODE: Node = 0;
export const TRUE_NODE: Node = 1;
/** Terminals of verdict diagrams. `IMPOSSIBLE` marks combinations of facts that cannot occur together. */
export const IMPOSSIBLE: Node = 2;
export const OUTSIDE: Node = 3;
export const PERMITTED: Node = 4;
/** The text cannot be evaluated there. In a joint act this is worse than what is permitted, and a breach is worse. */
export const ERROR: Node = 5;
export const BREACH: Node = 6;
export const CONFLICT: Node = 7;
const TERMINALS = 8;

/** Bits of a set of possible verdicts, by terminal. */
export const BIT_OF_TERMINAL: readonly number[] = [0, 0, 0, 1, 2, 16, 4, 8];

/** Thrown inside the engine when a diagram passes the limit; the caller falls back to Kleene's connectives. */
export class TooLarge extends Error {}

const NO_VARIABLE = 0x7fffffff;
const CACHE_BITS = 16;

export class Diagrams {
  private variables = new Int32Array(1024).fill(NO_VARIABLE);
  private lows = new Int32Array(1024);
  private highs = new Int32Array(1024);
  private count = TERMINALS;
  /** Open-addressing table of the nodes by content, 0 meaning empty (terminals are never in it). */
  private table = new Int32Array(4096);
  private readonly cache = new Int32Array(4 << CACHE_BITS);

  /** The store refuses to grow past this (`TooLarge`), so that a pathological rule cannot take all memory. */
  limit = Number.POSITIVE_INFINITY;

  /** How many nodes the store holds. */
  get size(): number {
    return this.count;
  }

  variableOf(node: Node): number {
    return this.variables[node]!;
  }

  low(node: Node): Node {
    return this.lows[node]!;
  }

  high(node: Node): Node {
    return this.highs[node]!;
  }

  isTerminal(node: Node): boolean {
    return node < TERMINALS;
  }

  /** The function that is one variable. */
  variable(variable: number): Node {
    return this.make(variable, FALSE_NODE, TRUE_NODE);
  }

  /** If `condition` then `yes` else `no`; `condition` has boolean terminals, the branches any. */
  ite(condition: Node, yes: Node, no: Node): Node {
    if (condition === TRUE_NODE) return yes;
    if (condition === FALSE_NODE) return no;
    if (yes === no) return yes;
    if (yes === TRUE_NODE && no === FALSE_NODE) return condition;
    const slot = this.slot(condition, yes, no);
    const cache = this.cache;
    if (cache[slot] === condition && cache[slot + 1] === yes && cache[slot + 2] === no) return cache[slot + 3]!;
    const variable = Math.min(this.variables[condition]!, this.variables[yes]!, this.variables[no]!);
    const low = this.ite(
      this.cofactor(condition, variable, 0),
      this.cofactor(yes, variable, 0),
      this.cofactor(no, variable, 0),
    );
    const high = this.ite(
      this.cofactor(condition, variable, 1),
      this.cofactor(yes, variable, 1),
      this.cofactor(no, variable, 1),
    );
    const result = this.make(variable, low, high);
    cache[slot] = condition;
    cache[slot + 1] = yes;
    cache[slot + 2] = no;
    cache[slot + 3] = result;
    return result;
  }

  not(node: Node): Node {
    return this.ite(node, FALSE_NODE, TRUE_NODE);
  }

  and(...nodes: readonly Node[]): Node {
    return nodes.reduce((all, node) => this.ite(all, node, FALSE_NODE), TRUE_NODE);
  }

  or(...nodes: readonly Node[]): Node {
    return nodes.reduce((any, node) => this.ite(any, TRUE_NODE, node), FALSE_NODE);
  }

  /** Fix variables: `valueOf` gives 0 or 1, or undefined for a variable left open. */
  restrict(node: Node, valueOf: (variable: number) => 0 | 1 | undefined): Node {
    const done = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at < TERMINALS) return at;
      const known = done.get(at);
      if (known !== undefined) return known;
      const variable = this.variables[at]!;
      const value = valueOf(variable);
      const result =
        value === undefined
          ? this.make(variable, walk(this.lows[at]!), walk(this.highs[at]!))
          : walk(value === 1 ? this.highs[at]! : this.lows[at]!);
      done.set(at, result);
      return result;
    };
    return walk(node);
  }

  /** The same function of other variables. The new order need not be the old one. */
  rename(node: Node, renamed: (variable: number) => number): Node {
    const done = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at < TERMINALS) return at;
      const known = done.get(at);
      if (known !== undefined) return known;
      const result = this.ite(this.variable(renamed(this.variables[at]!)), walk(this.highs[at]!), walk(this.lows[at]!));
      done.set(at, result);
      return result;
    };
    return walk(node);
  }

  /** Without the variables from `first` on, which are the last of the order: where the function depends on one it is `ERROR`. */
  withoutLast(node: Node, first: number): Node {
    const done = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at < TERMINALS) return at;
      const known = done.get(at);
      if (known !== undefined) return known;
      const variable = this.variables[at]!;
      const [low, high] = [walk(this.lows[at]!), walk(this.highs[at]!)];
      const result = variable < first ? this.make(variable, low, high) : low === high ? low : ERROR;
      done.set(at, result);
      return result;
    };
    return walk(node);
  }

  /** Replace terminals: a verdict diagram becomes a condition, or another verdict diagram. */
  mapTerminals(node: Node, replaced: (terminal: Node) => Node): Node {
    const done = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (at < TERMINALS) return replaced(at);
      const known = done.get(at);
      if (known !== undefined) return known;
      const result = this.make(this.variables[at]!, walk(this.lows[at]!), walk(this.highs[at]!));
      done.set(at, result);
      return result;
    };
    return walk(node);
  }

  /** The worse of two verdicts (a joint act breaches if any part of it does); impossible if either is. */
  worst(a: Node, b: Node): Node {
    const done = new Map<number, Node>();
    const walk = (x: Node, y: Node): Node => {
      if (x === y || x === IMPOSSIBLE) return x;
      if (y === IMPOSSIBLE) return y;
      if (x < TERMINALS && y < TERMINALS) return Math.max(x, y);
      const key = x * 0x4000000 + y;
      const known = done.get(key);
      if (known !== undefined) return known;
      const variable = Math.min(this.variables[x]!, this.variables[y]!);
      const low = walk(this.cofactor(x, variable, 0), this.cofactor(y, variable, 0));
      const result = this.make(variable, low, walk(this.cofactor(x, variable, 1), this.cofactor(y, variable, 1)));
      done.set(key, result);
      return result;
    };
    return walk(a, b);
  }

  /** The variables on which the function depends, ascending. */
  support(node: Node): readonly number[] {
    const seen = new Set<Node>();
    const variables = new Set<number>();
    const stack = [node];
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (at < TERMINALS || seen.has(at)) continue;
      seen.add(at);
      variables.add(this.variables[at]!);
      stack.push(this.lows[at]!, this.highs[at]!);
    }
    return [...variables].sort((a, b) => a - b);
  }

  /** Bits of all verdict terminals that can be reached. */
  mask(node: Node): number {
    const seen = new Set<Node>();
    const stack = [node];
    let mask = 0;
    while (stack.length > 0) {
      const at = stack.pop()!;
      if (at < TERMINALS) mask |= BIT_OF_TERMINAL[at]!;
      else if (!seen.has(at)) {
        seen.add(at);
        stack.push(this.lows[at]!, this.highs[at]!);
      }
    }
    return mask;
  }

  /** Whether some assignment leads one diagram to one possible verdict and the other to another. */
  canDiffer(a: Node, b: Node): boolean {
    const seen = new Set<number>();
    const walk = (x: Node, y: Node): boolean => {
      if (x === y || x === IMPOSSIBLE || y === IMPOSSIBLE) return false;
      if (x < TERMINALS && y < TERMINALS) return true;
      const key = x * 0x4000000 + y;
      if (seen.has(key)) return false;
      seen.add(key);
      const variable = Math.min(this.variables[x]!, this.variables[y]!);
      return (
        walk(this.cofactor(x, variable, 0), this.cofactor(y, variable, 0)) ||
        walk(this.cofactor(x, variable, 1), this.cofactor(y, variable, 1))
      );
    };
    return walk(a, b);
  }

  /** A path to a terminal: for each variable on it, the value taken. Undefined if the terminal cannot be reached. */
  pathTo(node: Node, terminal: Node): ReadonlyMap<number, 0 | 1> | undefined {
    const dead = new Set<Node>();
    const path = new Map<number, 0 | 1>();
    const walk = (at: Node): boolean => {
      if (at < TERMINALS) return at === terminal;
      if (dead.has(at)) return false;
      const variable = this.variables[at]!;
      for (const value of [0, 1] as const) {
        path.set(variable, value);
        if (walk(value === 0 ? this.lows[at]! : this.highs[at]!)) return true;
      }
      path.delete(variable);
      dead.add(at);
      return false;
    };
    return walk(node) ? path : undefined;
  }

  private cofactor(node: Node, variable: number, value: 0 | 1): Node {
    if (this.variables[node] !== variable) return node;
    return value === 0 ? this.lows[node]! : this.highs[node]!;
  }

  private make(variable: number, low: Node, high: Node): Node {
    if (low === high) return low;
    let slot = this.hash(variable, low, high) & (this.table.length - 1);
    for (let found = this.table[slot]!; found !== 0; found = this.table[slot]!) {
      if (this.variables[found] === variable && this.lows[found] === low && this.highs[found] === high) return found;
      slot = (slot + 1) & (this.table.length - 1);
    }
    if (this.count >= this.limit) throw new TooLarge();
    if (this.count === this.variables.length) this.growNodes();
    const node = this.count++;
    this.variables[node] = variable;
    this.lows[node] = low;
    this.highs[node] = high;
    this.table[slot] = node;
    if (this.count * 2 > this.table.length) this.growTable();
    return node;
  }

  private hash(a: number, b: number, c: number): number {
    const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  private slot(a: number, b: number, c: number): number {
    return (this.hash(a, b, c) & ((1 << CACHE_BITS) - 1)) << 2;
  }

  private growNodes(): void {
    const wider = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.variables = wider(this.variables);
    this.lows = wider(this.lows);
    this.highs = wider(this.highs);
  }

  private growTable(): void {
    const table = new Int32Array(this.table.length * 2);
    for (let node = TERMINALS; node < this.count; node++) {
      let slot = this.hash(this.variables[node]!, this.lows[node]!, this.highs[node]!) & (table.length - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (table.length - 1);
      table[slot] = node;
    }
    this.table = table;
  }
}
