-- Lists that grow for years are read along an index by who asks for a page of them.

-- The last entry of an act: what was judged last, up to where reports were matched.
create index on ledger_entry (act, seq);
-- What came since a moment.
create index on ledger_entry (at);

-- A page in the order in which things were recorded, of the nouns of which there are many.
create index on finding (recorded_at, id);
create index on item (recorded_at, id);
create index on list_entry (recorded_at, id);
create index on place (recorded_at, id);
create index on statement (recorded_at, id);
create index on level (recorded_at, id);
create index on match_proposal (recorded_at, id);
-- The same for those who learn only on which day: see `tiers.ts`, where it is written alike.
create index on finding ((date_trunc('day', recorded_at at time zone 'UTC') at time zone 'UTC'), id);
create index on list_entry ((date_trunc('day', recorded_at at time zone 'UTC') at time zone 'UTC'), id);
create index on place ((date_trunc('day', recorded_at at time zone 'UTC') at time zone 'UTC'), id);
create index on statement ((date_trunc('day', recorded_at at time zone 'UTC') at time zone 'UTC'), id);
create index on level ((date_trunc('day', recorded_at at time zone 'UTC') at time zone 'UTC'), id);
