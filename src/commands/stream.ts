import { once } from "node:events";
import { csvLine } from "../formats/index.ts";
import {
  headJson,
  incidentsAsJson,
  totalsJson,
  type JudgedIncident,
  type Judgement,
  type Judging,
} from "../workflow/index.ts";

/** So many characters are written at once. */
const CHUNK = 1 << 16;

/** Standard output at the pace of whoever reads it: what is written and not yet read does not pile up here. */
class Output {
  private waiting = "";

  async write(text: string): Promise<void> {
    this.waiting += text;
    if (this.waiting.length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = "";
    if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
  }
}

/** Writes incidents as they are judged, and the rest at the end. */
export interface IncidentWriter {
  readonly add: (incident: JudgedIncident, judging: Judging) => Promise<void>;
  readonly end: (judgement: Judgement) => Promise<void>;
}

/** One JSON object with an incident a line; totals come after the incidents, when they are known. */
export function jsonWriter(): IncidentWriter {
  const output = new Output();
  let incidentJson: ReturnType<typeof incidentsAsJson> | undefined;
  const begin = (judging: Judging): string => `${fieldsOf(headJson(judging), "{")},\n"incidents": [`;
  return {
    add: async (incident, judging) => {
      const before = incidentJson ? ",\n" : `${begin(judging)}\n`;
      incidentJson ??= incidentsAsJson(judging);
      await output.write(before + JSON.stringify(incidentJson(incident)));
    },
    end: async (judgement) => {
      await output.write(`${incidentJson ? "\n" : begin(judgement)}],\n${fieldsOf(totalsJson(judgement), "")}\n}\n`);
      await output.flush();
    },
  };
}

/** The fields of an object, one a line, without the braces around it. */
function fieldsOf(value: object, before: string): string {
  const lines = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${JSON.stringify(field)}`);
  return before === "" ? lines.join(",\n") : `${before}\n${lines.join(",\n")}`;
}

const HEADER = ["id", "dyad", "reading", "rule", "account", "verdict", "possible", "missing"];

/** A line for each finding on each incident. */
export function csvWriter(): IncidentWriter {
  const output = new Output();
  let isBegun = false;
  const begin = async (): Promise<void> => {
    if (!isBegun) await output.write(`${csvLine(HEADER)}\n`);
    isBegun = true;
  };
  return {
    add: async (incident) => {
      await begin();
      await output.write(linesOf(incident).join(""));
    },
    end: async () => {
      await begin();
      await output.flush();
    },
  };
}

function linesOf({ draft, cells }: JudgedIncident): readonly string[] {
  return cells.map(({ reading, rule, account, verdict, possible, relevant }) => {
    const missing = relevant.map((question) => (question.kind === "fact" ? question.atom : question.dimension));
    const values = [draft.id, draft.label, reading, rule, account, verdict, possible.join(" | "), missing.join(" | ")];
    return `${csvLine(values)}\n`;
  });
}
