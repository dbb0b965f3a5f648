-- Why somebody did something that has no row of its own to say it in. It is not in the ledger, whose entries can never be
-- forgotten and are given to whoever checks the chain; only the digest of the row is.
create table reason (
  like noun_header including all,
  act text not null,
  about uuid,
  "by" text not null,
  words text not null
);
create index on reason (about);

select guard_noun('reason');

-- Filled-in forms among all items: those of which there is no report wait for somebody.
create index on item (received_at, id) where body ? 'instance' and superseded_at is null;
