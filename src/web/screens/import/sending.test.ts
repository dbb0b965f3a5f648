import { describe, expect, it } from "vitest";
import { ProblemAnswer } from "../../../api/client.ts";
import { NotReached } from "../../record/index.ts";
import { sendThrough, type Step } from "./sending.ts";

const RECEIVED = { files: [{ name: "a.csv", item: "ab", size: 3 }] };
const busy = new ProblemAnswer({ type: "about:blank", title: "", status: 503, detail: "busy", code: "busy" });
const refused = new ProblemAnswer({ type: "about:blank", title: "", status: 422, detail: "no", code: "bad-input" });

/** What is answered, try by try. */
async function sent(answers: readonly unknown[], stop?: (tries: number) => boolean) {
  const steps: Step[] = [];
  const called = new AbortController();
  let tries = 0;
  const last = await sendThrough({
    post: async (onBytes) => {
      const answer = answers[tries++];
      onBytes(1, 2);
      if (answer instanceof Error) throw answer;
      onBytes(2, 2);
      await Promise.resolve();
      return answer;
    },
    progress: () => Promise.reject(new Error("nobody asks so soon")),
    patience: (count) => {
      if (stop?.(count)) called.abort();
      return Promise.resolve();
    },
    signal: called.signal,
    onStep: (step) => steps.push(step),
  });
  return { last, tries, states: steps.map(({ state }) => state) };
}

describe("files on their way", () => {
  it("are sent, then read, then done", async () => {
    const { last, states } = await sent([RECEIVED]);
    expect(states).toEqual(["sending", "sending", "reading", "done"]);
    expect(last).toEqual({ state: "done", files: RECEIVED.files });
  });

  it("wait when the server cannot be reached or is busy, and go again until they are there", async () => {
    const { last, tries, states } = await sent([new NotReached("gone"), busy, RECEIVED]);
    expect(tries).toBe(3);
    expect(states.filter((state) => state === "waiting")).toHaveLength(2);
    expect(last.state).toBe("done");
  });

  it("are not sent again when they are refused", async () => {
    expect(await sent([refused])).toMatchObject({ tries: 1, last: { state: "refused", problem: { detail: "no" } } });
  });

  it("are called off while they wait", async () => {
    const { last, tries } = await sent([new NotReached("gone"), RECEIVED], () => true);
    expect([last.state, tries]).toEqual(["cancelled", 1]);
  });
});
