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

-- Pictures touched up by hand that were put into a lane's folder for them; what became of each state of a file.
create table touched_up (
  id             text primary key,
  lane           text not null,
  path           text not null,
  size           bigint not null,
  modified       bigint not null,
  shoot          text,
  result         text,
  state          text not null,
  why            text,
  at             bigint not null,
  unique (lane, path, size, modified)
);
create index touched_up_shoot on touched_up (shoot, state);
