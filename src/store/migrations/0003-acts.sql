-- What a mission's team does on the record: levels with their reasons, determinations that need more than one person, replies
-- in full, and questions about the text.

create table level (
  like noun_header including all,
  incident uuid not null,
  ladder text not null,
  level text not null,
  actor text,
  reasons text not null,
  lang text not null,
  public_reasons text,
  "by" text not null,
  justified text not null,
  body jsonb not null
);
-- One level of a ladder stands of an incident.
create unique index on level (incident, ladder) where superseded_at is null and not withdrawn;

-- A determination on its way: until it is carried, nobody outside knows that there is one.
create table proposal (
  like noun_header including all,
  determination uuid not null,
  incident uuid not null,
  agreement text not null,
  rule text,
  reading text,
  verdict text not null,
  finding uuid,
  finding_row bigint,
  reasons text not null,
  lang text not null,
  proposed_by text not null,
  signed_by text[] not null,
  needed integer not null,
  state text not null,
  body jsonb not null
);
create index on proposal (incident);
create index on proposal (state) where superseded_at is null;

create table dissent (
  like noun_header including all,
  proposal uuid not null,
  determination uuid not null,
  incident uuid not null,
  against text not null,
  "by" text not null,
  reasons text not null,
  lang text not null
);
create index on dissent (proposal);
create index on dissent (determination);

create table clarification (
  like noun_header including all,
  agreement text not null,
  provision text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  question text not null,
  lang text not null,
  ruled_at timestamptz,
  ruling text,
  ruling_lang text,
  body jsonb not null
);
create index on clarification (agreement, provision);

alter table determination add column rule text, add column reading text, add column public_reasons text;
alter table reply add column position text, add column item bytea, add column remedy_due timestamptz;
-- Whatever a program does: what one person alone has signed is no determination.
alter table determination add constraint two_persons
  check (cardinality(signed_by) >= 2 and signed_by[1] is distinct from signed_by[2]);
create index on reply (due_at) where superseded_at is null and answered_at is null;

-- The triggers of a noun name its columns, and these two have more than when they were made.
create trigger determination_kept_too before update of rule, reading, public_reasons on determination
  for each row execute function refuse_change();
create trigger reply_kept_too before update of position, item, remedy_due on reply
  for each row execute function refuse_change();

select guard_noun(noun) from unnest(array['level', 'proposal', 'dissent', 'clarification']) as noun;
