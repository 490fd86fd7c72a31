-- Retouches of single results by prompt or preset; each builds on the last one that was made.
-- A row without prompt and preset resets its result to the original edit.
create table version (
  id             text primary key,
  shoot          text not null,
  result         text not null,
  turn           integer not null,            -- order within the result, from 1
  prompt         text,                        -- null for a preset or a reset
  preset         text,                        -- null for a prompt or a reset
  state          text not null,               -- waiting, intended, lost, undecided, made, refused or skipped
  tries          integer not null default 0,  -- refusals by the vendor
  silent         integer not null default 0,  -- lost answers after which the vendor listed no new version
  intent         text,                        -- its entries in charge
  intended       bigint,                      -- time before the last call
  known          text,                        -- ids that the vendor listed before that call, as JSON
  parent         text,                        -- the vendor's id of the version it builds on, as JSON
  remote         text,                        -- its id at the vendor, as JSON
  why            text,                        -- reason of the state
  made           bigint,
  settled        integer not null default 0,  -- 1 if its picture is delivered or about to be
  unique (shoot, turn, result)
);
create index version_result on version (result, turn);

-- Whether a newer picture replaces the delivered file, which is kept under another name.
alter table result add column renews integer not null default 0;

-- Pictures retouched by hand, one row for each version of a file.
create table touched_up (
  id             text primary key,
  lane           text not null,
  path           text not null,               -- below the folder of retouched pictures
  size           bigint not null,
  modified       bigint not null,
  shoot          text,                        -- null if none matches
  result         text,                        -- null if none matches
  state          text not null,               -- waiting, replaced or ignored
  why            text,                        -- reason of the state
  at             bigint not null,
  unique (lane, path, size, modified)
);
create index touched_up_shoot on touched_up (shoot, state);
