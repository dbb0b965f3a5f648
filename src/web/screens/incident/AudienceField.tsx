import type { ReactNode } from "react";
import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import { useWords } from "../../words/index.ts";
import { useParties } from "./use-parties.ts";
import { audiencesFor, withKept } from "./audiences.ts";
import { releaseWords } from "./release-words.ts";

/** An audience by its name. */
export function useNameAudience(): (audience: string) => string {
  const say = useWords(releaseWords);
  const parties = useParties();
  return (audience) => {
    const key = audience.startsWith("party:") ? audience.slice("party:".length) : undefined;
    if (key !== undefined) return say("party", { party: parties.find((one) => one.key === key)?.name ?? key });
    const known = releaseWords.keys.find((one) => one === audience);
    return known ? say(known) : audience;
  };
}

export interface AudienceFieldProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export function AudienceField({ label, value, onChange }: AudienceFieldProps): ReactNode {
  const nameAudience = useNameAudience();
  const parties = useParties();
  const offered = withKept(audiencesFor(parties.map(({ key }) => key)), value);
  return (
    <CheckboxGroup value={[...value]} onChange={onChange}>
      <Label>{label}</Label>
      {offered.map((one) => (
        <Checkbox key={one} value={one}>
          <span className="box" aria-hidden="true">
            {value.includes(one) ? "✓" : ""}
          </span>
          <bdi>{nameAudience(one)}</bdi>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
