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

-- What went to a party with the question, what a question about the text came in, and what its ruling stands in: items.
alter table reply add column enclosed bytea;
alter table clarification add column item bytea, add column ruling_item bytea;
create trigger reply_kept_enclosed before update of enclosed on reply for each row execute function refuse_change();
create trigger clarification_kept_items before update of item, ruling_item on clarification
  for each row execute function refuse_change();

-- Filled-in forms among all items: those of which there is no report wait for somebody.
create index on item (received_at, id) where body ? 'instance' and superseded_at is null;
