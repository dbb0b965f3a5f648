-- What was answered to a request that changes something, so that the same request sent again gets the same answer and is not
-- carried out twice. No part of the record: after a while it is deleted.
create table answer (
  account text not null,
  key text not null,
  request bytea not null,
  body text not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (account, key)
);
create index on answer (made_at);
