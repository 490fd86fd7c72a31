-- The last callback of a vendor: when the poll that it caused is due, and the version of the shoot at that time.
alter table shoot add column called bigint;
alter table shoot add column called_version bigint;

-- Secrets of this ledger, shared by all its nodes.
create table secret (
  name           text primary key,            -- callback
  value          text not null
);
