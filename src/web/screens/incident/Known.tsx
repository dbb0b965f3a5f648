import { useState, type ReactNode } from "react";
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";
import { useSelection } from "../../selection/index.ts";
import { useFormats, useWords } from "../../words/index.ts";
import { useHere } from "./here.ts";
import { historyWords } from "./history-words.ts";
import { momentsOf, placeOf } from "./moments.ts";
import { useHistory } from "./use-history.ts";

/** Looks at the incident as it was known at each change of it. */
export function Known(): ReactNode {
  const say = useWords(historyWords);
  const { answer, asOf, zone } = useHere();
  const formats = useFormats(zone);
  const { change } = useSelection();
  const moments = momentsOf(useHistory(), [answer.incident.recordedAt, asOf ?? null]);
  const place = placeOf(moments, asOf);
  const [moving, setMoving] = useState<number>();
  if (moments.length === 0) return null;
  const named = (at: number): string => {
    const moment = moments[at];
    return moment === undefined ? say("now") : formats.moment(moment);
  };
  const shown = moving ?? place;
  return (
    <Slider
      className="react-aria-Slider known"
      minValue={0}
      maxValue={moments.length}
      step={1}
      value={shown}
      onChange={setMoving}
      onChangeEnd={(at) => {
        setMoving(undefined);
        change({ asOf: moments[at] });
      }}
    >
      <Label>{say("slider")}</Label>
      <SliderOutput>{named(shown)}</SliderOutput>
      <SliderTrack>
        <SliderThumb aria-valuetext={named(shown)} />
      </SliderTrack>
      <span className="soft small">{say("sliderHelp")}</span>
    </Slider>
  );
}
