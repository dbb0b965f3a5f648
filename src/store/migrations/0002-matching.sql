-- Matching of reports into incidents: what the matcher proposes, what people said of it, what only people may change, and by
-- which model. None of it is ever for anybody but the inside.

-- That a report, and what came with it, belongs to another incident than the one that it is in.
create table match_proposal (
  like noun_header including all,
  report uuid not null,
  origin uuid not null,
  incident uuid not null,
  nearest uuid,
  kind text not null,
  band text not null,
  state text not null,
  probability double precision,
  bits double precision,
  model text not null,
  names text not null,
  decided_by text,
  body jsonb not null
);
create index on match_proposal (report, incident);
create index on match_proposal (incident);
create index on match_proposal (state) where superseded_at is null;

-- What a person said of two reports. The matcher is bound by it.
create table match_verdict (
  like noun_header including all,
  report uuid not null,
  other uuid not null,
  verdict text not null,
  "by" text not null,
  reason text not null,
  proposal uuid
);
create index on match_verdict (report);
create index on match_verdict (other);
-- One verdict of two reports stands.
create unique index on match_verdict (least(report, other), greatest(report, other))
  where superseded_at is null and not withdrawn;

-- From here on only people change what the incident is made of.
create table match_pin (
  like noun_header including all,
  incident uuid not null,
  "by" text not null,
  reason text not null
);
create unique index on match_pin (incident) where superseded_at is null and not withdrawn;

-- By what reports are compared. The last one stands; the ones before it stay.
create table match_model (
  like noun_header including all,
  version text not null,
  origin text not null,
  body jsonb not null
);

select guard_noun(noun) from unnest(array['match_proposal', 'match_verdict', 'match_pin', 'match_model']) as noun;
