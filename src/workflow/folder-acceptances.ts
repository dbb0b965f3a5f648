import type { AcceptanceRecord, RecordedAcceptance } from "../consent/index.ts";
import type { Actor, Asked } from "../domain/index.ts";
import type { Instant, Interval } from "../kit/index.ts";
import { startOfDay, type Declarations, type Name } from "../language/index.ts";
import { FolderDates } from "./folder-dates.ts";
import type { Folder } from "./load-folder.ts";

const EVER: Interval = { earliest: Number.NEGATIVE_INFINITY, latest: Number.POSITIVE_INFINITY };

/** What the text calls an actor: the party whose role it is known to have had at some time of the stretch, else its own id. */
export function nameInText(
  actor: Actor,
  { parties }: Declarations,
  { dates, asked }: { readonly dates: FolderDates; readonly asked: Asked },
): Name {
  return actor.roles.find((role) => parties.has(role.is) && dates.wasSo(role, asked))?.is ?? actor.id;
}

/** What was recorded of acceptances by the cut-off. A date alone says that it was some time that day. */
export function acceptanceRecord(folder: Folder, declared: Declarations, known: Instant): AcceptanceRecord {
  const { zone, actors, acceptancesComplete } = folder.register;
  const dates = new FolderDates(zone);
  const nameOf = (actor: Actor, during: Interval): Name =>
    nameInText(actor, declared, { dates, asked: { during, known } });
  const acceptances = actors.flatMap((actor) =>
    actor.acceptances.map(({ accept, standing, to, through, at, known: learnt }): RecordedAcceptance => {
      const when = at === undefined ? EVER : at.includes(" ") ? momentOf(dates.clock(at)) : dayOf(at, zone);
      return {
        actor: nameOf(actor, when),
        accept,
        standing,
        ...(to === undefined ? {} : { to }),
        ...(through === undefined ? {} : { through }),
        ...(at === undefined ? {} : { at: at.includes(" ") ? dates.clock(at) : when }),
        ...(learnt === undefined ? {} : { known: dates.clock(learnt) }),
      };
    }),
  );
  const asked = { during: EVER, known };
  const members = [...declared.classes.keys()].map((name): [Name, readonly Name[]] => [
    name,
    actors
      .filter(({ roles }) => roles.some((role) => role.is === name && dates.wasSo(role, asked)))
      .map((actor) => nameOf(actor, EVER)),
  ]);
  return { acceptances, complete: acceptancesComplete, members: new Map(members) };
}

function momentOf(at: Instant): Interval {
  return { earliest: at, latest: at };
}

function dayOf(date: string, zone: string): Interval {
  const earliest = startOfDay(date, zone);
  return { earliest, latest: earliest + 86_400_000 };
}
