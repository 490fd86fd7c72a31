-- Times are UTC epoch milliseconds, ids are ULIDs. One text for SQLite and PostgreSQL.

create table lane (
  name           text primary key,            -- as in the settings
  paused         integer not null default 0,  -- 1 while its shoots start no step
  delivery_seen  bigint                       -- when its delivery folder was first found
);

create table shoot (
  id             text primary key,
  lane           text not null,
  folder         text not null,               -- below the inbox; empty for photos in the inbox itself
  name           text not null,               -- unique in the lane; the name of its delivery folder
  vendor         text,                        -- null until it is closed, as the ticket
  profile        text,                        -- the key of the profile at the vendor
  ticket         text,                        -- the merged ticket as JSON
  step           text not null,               -- what it needs next, see Step
  step_since     bigint not null,             -- when this step began
  due            bigint not null,             -- when it runs next
  tries          integer not null default 0,  -- transient failures of this step in a row
  priority       integer not null default 5,  -- 9, 5 or 1
  remote         text,                        -- the id of its project at the vendor
  trouble_kind   text,                        -- problem, outage or decision; null if it proceeds
  trouble_code   text,
  trouble_text   text,                        -- the reason
  trouble_fix    text,                        -- what a person can do
  version        bigint not null default 0,   -- raised by each claim
  created        bigint not null,
  ended          bigint,                      -- when it was done or cancelled
  unique (lane, name)
);
create index shoot_due on shoot (step, due);

create table photo (
  id             text primary key,
  lane           text not null,
  folder         text not null,               -- as in shoot
  path           text not null,               -- below the inbox
  shoot          text,                        -- null for ignored files
  name           text,                        -- at the vendor; null until its shoot is closed
  kind           text not null,               -- raw, jpeg, png, marker, ticket or other
  size           bigint not null,
  modified       bigint not null,             -- time of the file, only compared
  seen           bigint not null,             -- when a scan first reported it
  fingerprint    text,                        -- hash of size, head, middle and tail
  stood_since    bigint,                      -- when it last changed
  sha256         text,                        -- of the uploaded bytes
  state          text not null,               -- seen, waiting, uploaded, delivered, merged, missing or ignored
  why            text,                        -- reason of the state
  remote         text,                        -- its id at the vendor
  tries          integer not null default 0,  -- failed uploads
  uploaded       bigint,                      -- when its upload was complete
  replaces       text,                        -- the photo whose file it overwrote
  turn           integer not null default 1,  -- counts the photos of one path
  unique (lane, path, turn)
);
create index photo_fingerprint on photo (fingerprint);
create index photo_shoot on photo (shoot, state);
create index photo_folder on photo (lane, folder, kind);

create table result (
  id             text primary key,
  shoot          text not null,
  remote_name    text not null,               -- its name at the vendor
  name           text not null,               -- base name of the delivered file
  kind           text not null,               -- jpeg or edits
  photo          text,                        -- null if no photo matches
  size           bigint,                      -- null until delivered, as sha256
  sha256         text,
  tries          integer not null default 0,  -- failed deliveries
  delivered      bigint,                      -- when its delivery was complete
  unique (shoot, kind, remote_name)
);
create index result_shoot on result (shoot);

create table event (
  id             text primary key,
  shoot          text,                        -- null if it concerns all
  at             bigint not null,
  node           text not null,
  what           text not null,               -- type of the event
  detail         text
);
create index event_shoot on event (shoot, id);

create table charge (
  id             text primary key,
  shoot          text not null,
  intent         text not null,               -- the same for all entries of one call
  what           text not null,               -- edit, export, retouch or finalize
  outcome        text not null,               -- intended, then accepted, refused, unsent or lost
  units          integer not null,            -- photos
  detail         text,
  at             bigint not null,
  seq            integer not null,            -- order within the shoot
  unique (shoot, seq)
);
create index charge_at on charge (at);

create table outage (
  scope          text primary key,            -- for example vendor:imagen or inbox:<lane>
  code           text not null,
  text           text not null,               -- the reason
  fix            text not null,
  since          bigint not null,
  look           bigint not null,             -- when the next shoot may try
  tries          integer not null,            -- failed attempts in a row
  told           integer not null default 0   -- 1 after the alert was sent
);

-- One row: the id that all nodes of this ledger share, also for Quartz.
create table ledger (
  id             text primary key
);
