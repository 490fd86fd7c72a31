-- A vendor's call that a shoot may be worth a look: when the look it asked for is due, and during which version it came.
alter table shoot add column called bigint;
alter table shoot add column called_version bigint;

-- What this ledger alone knows; all its nodes share it.
create table secret (
  name           text primary key,
  value          text not null
);
