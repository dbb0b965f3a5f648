-- The record. Everything in it is a row that is added once and never changed: what replaces a row names it in
-- `supersedes`, and the older row is then marked with the moment of that, so that "as recorded at T" is one condition on
-- one row. Each row is in exactly one entry of the ledger, which holds its digest.

create table noun_header (
  row bigint primary key,
  id uuid not null,
  supersedes bigint,
  withdrawn boolean not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  audience text[] not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record is only ever added to: % on % is refused', tg_op, tg_table_name using errcode = 'TR001';
end $$;

create table ledger_entry (
  seq bigint primary key,
  at timestamptz not null,
  "by" text not null,
  act text not null,
  reason text,
  body jsonb not null,
  first_row bigint not null,
  runs jsonb not null,
  digests bytea not null,
  previous bytea not null,
  hash bytea not null
);
alter table ledger_entry alter column digests set storage external;
create trigger ledger_entry_kept before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_entry_whole before truncate on ledger_entry for each statement execute function refuse_change();

-- Where the chain stands. Whoever adds to the record locks this row first, so entries have one order.
create table ledger_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  at timestamptz not null,
  hash bytea not null,
  next_row bigint not null
);
insert into ledger_head (seq, at, hash, next_row) values (0, 'epoch', decode(repeat('00', 32), 'hex'), 1);

-- Refuses everything but marking a row as superseded, once.
create function guard_noun(noun text) returns void language plpgsql as $$
declare
  columns text;
begin
  select string_agg(quote_ident(column_name), ', ') into columns from information_schema.columns
    where table_schema = current_schema() and table_name = noun and column_name <> 'superseded_at';
  execute format('create trigger %I before update of %s on %I for each row execute function refuse_change()', noun || '_kept', columns, noun);
  execute format('create trigger %I before update of superseded_at on %I for each row when (old.superseded_at is not null) execute function refuse_change()', noun || '_once', noun);
  execute format('create trigger %I before delete on %I for each row execute function refuse_change()', noun || '_stays', noun);
  execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', noun || '_whole', noun);
  execute format('create index on %I (id, recorded_at)', noun);
end $$;

-- The bytes of items, in pieces. The digest of the whole is the item's name.
create table item_piece (
  digest bytea not null,
  piece integer not null,
  bytes bytea not null,
  primary key (digest, piece)
);
create trigger item_piece_kept before update or delete on item_piece for each row execute function refuse_change();
create trigger item_piece_whole before truncate on item_piece for each statement execute function refuse_change();

create table item (
  like noun_header including all,
  digest bytea not null,
  size bigint not null,
  name text not null,
  media_type text not null,
  source uuid,
  received_at timestamptz not null,
  body jsonb not null
);
create unique index on item (digest) where superseded_at is null;

create table source (
  like noun_header including all,
  handle text not null,
  kind text not null,
  affiliation text,
  reliability text not null,
  protection text not null,
  body jsonb not null
);
create index on source (handle);

-- Who a source really is: unreadable without a key that is not in the database.
create table source_identity (
  like noun_header including all,
  source uuid not null,
  sealed bytea not null
);
create index on source_identity (source);

create table report (
  like noun_header including all,
  kind text not null,
  data_set text not null,
  external_id text not null,
  item bytea,
  place integer,
  source uuid,
  label text not null,
  earliest timestamptz,
  latest timestamptz,
  latitude double precision,
  longitude double precision,
  radius_m double precision,
  precision text,
  within text[] not null,
  country text,
  sides text[] not null,
  acts text[] not null,
  dead_least integer,
  dead_best integer,
  dead_most integer,
  words text not null,
  content bytea not null,
  body jsonb not null
);
create unique index on report (data_set, external_id) where superseded_at is null;
create index on report (earliest, id);
create index on report (source);
create index on report using gin (array_to_tsvector(string_to_array(words, ' ')));

create table statement (
  like noun_header including all,
  document text not null,
  report uuid,
  speaker text not null,
  kind text not null,
  certainty text not null,
  said_at timestamptz,
  words text not null,
  body jsonb not null
);

create table incident (
  like noun_header including all,
  account uuid,
  label text not null,
  kind text not null,
  earliest timestamptz,
  latest timestamptz,
  latitude double precision,
  longitude double precision,
  radius_m double precision,
  area text,
  country text,
  sides text[] not null,
  acts text[] not null,
  dead_least integer,
  dead_best integer,
  dead_most integer,
  occurrence text not null,
  attribution text not null,
  public_words text not null,
  words text not null,
  body jsonb not null
);
-- Incidents of which nobody knows when they began come last of all.
create index on incident (coalesce(earliest, '-infinity'::timestamptz), id);
create index on incident (area, earliest);
create index on incident using gin (sides);
create index on incident using gist (point(longitude, latitude));
create index on incident using gin (array_to_tsvector(string_to_array(words, ' ')));
create index on incident using gin (array_to_tsvector(string_to_array(public_words, ' ')));

create table incident_member (
  like noun_header including all,
  incident uuid not null,
  report uuid not null,
  standing text not null,
  reason text not null
);
create index on incident_member (incident);
create index on incident_member (report);

create table actor (
  like noun_header including all,
  key text not null,
  name text not null,
  kind text not null,
  words text not null,
  body jsonb not null
);
create unique index on actor (key) where superseded_at is null;
create index on actor using gin (array_to_tsvector(string_to_array(words, ' ')));

create table place (
  like noun_header including all,
  key text not null,
  name text not null,
  latitude double precision,
  longitude double precision,
  parents text[] not null,
  words text not null,
  body jsonb not null
);
create unique index on place (key) where superseded_at is null;
create index on place using gin (array_to_tsvector(string_to_array(words, ' ')));

create table area (
  like noun_header including all,
  key text not null,
  name text not null,
  body jsonb not null
);
create unique index on area (key) where superseded_at is null;

create table list_snapshot (
  like noun_header including all,
  list text not null,
  generated_at timestamptz not null,
  item bytea,
  body jsonb not null
);
create unique index on list_snapshot (list, generated_at) where superseded_at is null;

create table list_entry (
  like noun_header including all,
  snapshot uuid not null,
  list text not null,
  reference text not null,
  name text not null,
  words text not null,
  body jsonb not null
);
create index on list_entry (list, reference);
create index on list_entry (snapshot);

create table agreement (
  like noun_header including all,
  key text not null,
  title text not null,
  zone text not null,
  text_item bytea not null,
  body jsonb not null
);
create unique index on agreement (key) where superseded_at is null;

create table acceptance (
  like noun_header including all,
  agreement text not null,
  actor text not null,
  accept text not null,
  standing text not null,
  body jsonb not null
);
create index on acceptance (agreement, actor);

-- The cells of a finding (verdicts by reading, rule and account). Many incidents have the same, which are kept once.
create table cells (
  like noun_header including all,
  content bytea not null,
  keys text[] not null,
  body jsonb not null
);
create unique index on cells (content);
create index on cells using gin (keys);

create table finding (
  like noun_header including all,
  incident uuid not null,
  agreement text not null,
  text_item bytea not null,
  known_at timestamptz,
  cells uuid not null
);
create index on finding (incident);
create index on finding (cells);

create table determination (
  like noun_header including all,
  incident uuid not null,
  agreement text not null,
  verdict text not null,
  signed_by text[] not null,
  body jsonb not null
);
create index on determination (incident);

create table reply (
  like noun_header including all,
  incident uuid not null,
  party text not null,
  asked_at timestamptz not null,
  due_at timestamptz,
  answered_at timestamptz,
  body jsonb not null
);
create index on reply (incident);

create table coverage (
  like noun_header including all,
  document text not null,
  area text,
  earliest timestamptz not null,
  latest timestamptz not null,
  body jsonb not null
);

create table figure (
  like noun_header including all,
  what text not null,
  value double precision,
  "by" text not null,
  said_on text,
  body jsonb not null
);

select guard_noun(noun) from unnest(array[
  'item', 'source', 'source_identity', 'report', 'statement', 'incident', 'incident_member', 'actor', 'place', 'area',
  'list_snapshot', 'list_entry', 'agreement', 'acceptance', 'cells', 'finding', 'determination', 'reply', 'coverage', 'figure'
]) as noun;

-- How far the reading of an item has come, so that it goes on after a crash where it was.
create table import_run (
  digest bytea not null,
  reading text not null,
  rows_done integer not null,
  counts jsonb not null,
  done boolean not null,
  primary key (digest, reading)
);

-- What is to leave the system. Written with the change that causes it, sent at least once.
create table outbox (
  id bigint generated always as identity primary key,
  made_at timestamptz not null default clock_timestamp(),
  topic text not null,
  body jsonb not null,
  attempts integer not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  failed text,
  sent_at timestamptz
);
create index on outbox (id) where sent_at is null;
