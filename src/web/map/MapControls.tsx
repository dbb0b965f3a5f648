import { useState, type ReactNode } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Input,
  Label,
  NumberField,
  Popover,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import { useWords } from "../words/index.ts";
import type { GeoBox, Grouping, IncidentMap } from "./incident-map.ts";
import { mapWords } from "./words.ts";

export interface MapControlsProps {
  readonly room: IncidentMap;
  /** What is on screen, once that is known. */
  readonly view: GeoBox | undefined;
  readonly grouping: Grouping;
  readonly onGrouping: (grouping: Grouping) => void;
  readonly box: GeoBox | undefined;
  readonly onBox: ((box: GeoBox | undefined) => void) | undefined;
  readonly isDrawingBox: boolean;
  readonly onDrawBox: (isDrawing: boolean) => void;
}

export function MapControls(props: MapControlsProps): ReactNode {
  const { room, grouping, onGrouping, onBox } = props;
  const say = useWords(mapWords);
  const everything = (): void => {
    const extent = room.extent();
    if (extent) room.fit(extent);
  };
  return (
    <div className="map-controls">
      <div className="map-buttons">
        <Icon label={say("nearer")} path="M8 3v10M3 8h10" onPress={() => room.map.zoomIn()} />
        <Icon label={say("farther")} path="M3 8h10" onPress={() => room.map.zoomOut()} />
        <Icon label={say("everything")} path="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" onPress={everything} />
      </div>
      {onBox && <BoxControls {...props} onBox={onBox} />}
      <ToggleButtonGroup
        className="map-grouping"
        aria-label={say("grouping")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[grouping]}
        onSelectionChange={(keys) => onGrouping(keys.has("marks") ? "marks" : "clusters")}
      >
        <ToggleButton id="clusters">{say("clusters")}</ToggleButton>
        <ToggleButton id="marks">{say("marks")}</ToggleButton>
      </ToggleButtonGroup>
    </div>
  );
}

interface IconProps {
  readonly label: string;
  readonly path: string;
  readonly onPress?: () => void;
}

function Icon({ label, path, onPress }: IconProps): ReactNode {
  return (
    <Button className="react-aria-Button icon" aria-label={label} {...(onPress && { onPress })}>
      <svg viewBox="0 0 16 16" className="map-icon" aria-hidden="true">
        <path d={path} />
      </svg>
    </Button>
  );
}

const BOX_ICON = "M2 4h3M7 4h3M12 4h2M2 12h3M7 12h3M12 12h2M2 4v3M2 9v3M14 4v3M14 9v3";

function BoxControls(props: MapControlsProps & { readonly onBox: (box: GeoBox | undefined) => void }): ReactNode {
  const { view, box, onBox, isDrawingBox, onDrawBox } = props;
  const say = useWords(mapWords);
  return (
    <div className="map-buttons">
      <DialogTrigger>
        <Icon label={say("box")} path={BOX_ICON} />
        <Popover placement="end top">
          <Dialog aria-label={say("box")}>
            {({ close }) => (
              <BoxFields
                key={JSON.stringify(box ?? view ?? null)}
                start={box ?? view}
                view={view}
                isSet={box !== undefined}
                onBox={(next) => {
                  onBox(next);
                  close();
                }}
                onDraw={() => {
                  onDrawBox(true);
                  close();
                }}
              />
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isDrawingBox && <Icon label={say("stop")} path="M3 3l10 10M13 3L3 13" onPress={() => onDrawBox(false)} />}
      {box && !isDrawingBox && (
        <Icon label={say("clearBox")} path="M3 3l10 10M13 3L3 13" onPress={() => onBox(undefined)} />
      )}
    </div>
  );
}

const SIDES = ["north", "south", "west", "east"] as const;
type Sides = Record<(typeof SIDES)[number], number>;

interface BoxFieldsProps {
  readonly start: GeoBox | undefined;
  readonly view: GeoBox | undefined;
  readonly isSet: boolean;
  readonly onBox: (box: GeoBox | undefined) => void;
  readonly onDraw: () => void;
}

function BoxFields({ start, view, isSet, onBox, onDraw }: BoxFieldsProps): ReactNode {
  const say = useWords(mapWords);
  const [sides, setSides] = useState<Sides>(() => rounded(start ?? { west: 0, east: 0, south: 0, north: 0 }));
  const isBox = sides.west < sides.east && sides.south < sides.north;
  return (
    <div className="stack">
      <div className="row">
        <Button onPress={onDraw}>{say("drawBox")}</Button>
        {view && <Button onPress={() => setSides(rounded(view))}>{say("fromView")}</Button>}
      </div>
      <div className="map-sides">
        {SIDES.map((side) => (
          <NumberField
            key={side}
            value={sides[side]}
            minValue={side === "north" || side === "south" ? -90 : -180}
            maxValue={side === "north" || side === "south" ? 90 : 180}
            formatOptions={{ maximumFractionDigits: 4, useGrouping: false }}
            onChange={(value) => setSides({ ...sides, [side]: value })}
          >
            <Label>{say(side)}</Label>
            <Input />
          </NumberField>
        ))}
      </div>
      {!isBox && <p className="small">{say("wrongBox")}</p>}
      <div className="row">
        <Button className="react-aria-Button main" isDisabled={!isBox} onPress={() => onBox(sides)}>
          {say("apply")}
        </Button>
        {isSet && <Button onPress={() => onBox(undefined)}>{say("clearBox")}</Button>}
      </div>
    </div>
  );
}

function rounded({ west, east, south, north }: GeoBox): Sides {
  const four = (value: number): number => Math.round(value * 10_000) / 10_000;
  return { west: four(west), east: four(east), south: four(south), north: four(north) };
}
