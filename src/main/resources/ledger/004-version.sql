-- Changes in words or by preset to single results, in the order they are made; each builds on the last one that was made.
-- A row without prompt and preset takes its result back to the original edit.
create table version (
  id             text primary key,
  shoot          text not null,
  result         text not null,
  turn           integer not null,
  prompt         text,
  preset         text,
  state          text not null,
  tries          integer not null default 0,
  silent         integer not null default 0,
  intent         text,
  intended       bigint,
  known          text,
  parent         text,
  remote         text,
  why            text,
  made           bigint,
  settled        integer not null default 0,
  unique (shoot, turn, result)
);
create index version_result on version (result, turn);

-- Whether a newer picture is to take the name of the delivered file, which is kept beside it.
alter table result add column renews integer not null default 0;
