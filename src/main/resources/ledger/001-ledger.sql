-- Times are UTC epoch milliseconds, ids are ULIDs. One text for SQLite and PostgreSQL.

create table lane (
  name           text primary key,
  paused         integer not null default 0,
  delivery_seen  bigint
);

create table shoot (
  id             text primary key,
  lane           text not null,
  folder         text not null,
  name           text not null,
  vendor         text,
  profile        text,
  ticket         text,
  step           text not null,
  step_since     bigint not null,
  due            bigint not null,
  tries          integer not null default 0,
  priority       integer not null default 5,
  remote         text,
  trouble_kind   text,
  trouble_code   text,
  trouble_text   text,
  trouble_fix    text,
  version        bigint not null default 0,
  created        bigint not null,
  ended          bigint,
  unique (lane, name)
);
create index shoot_due on shoot (step, due);

create table photo (
  id             text primary key,
  lane           text not null,
  folder         text not null,
  path           text not null,
  shoot          text,
  name           text,
  kind           text not null,
  size           bigint not null,
  modified       bigint not null,
  seen           bigint not null,
  fingerprint    text,
  stood_since    bigint,
  sha256         text,
  state          text not null,
  why            text,
  remote         text,
  tries          integer not null default 0,
  uploaded       bigint,
  replaces       text,
  turn           integer not null default 1,
  unique (lane, path, turn)
);
create index photo_fingerprint on photo (fingerprint);
create index photo_shoot on photo (shoot, state);
create index photo_folder on photo (lane, folder, kind);

create table result (
  id             text primary key,
  shoot          text not null,
  remote_name    text not null,
  name           text not null,
  kind           text not null,
  photo          text,
  size           bigint,
  sha256         text,
  tries          integer not null default 0,
  delivered      bigint,
  unique (shoot, kind, remote_name)
);
create index result_shoot on result (shoot);

create table event (
  id             text primary key,
  shoot          text,
  at             bigint not null,
  node           text not null,
  what           text not null,
  detail         text
);
create index event_shoot on event (shoot, id);

create table charge (
  id             text primary key,
  shoot          text not null,
  intent         text not null,
  what           text not null,
  outcome        text not null,
  units          integer not null,
  detail         text,
  at             bigint not null,
  seq            integer not null,
  unique (shoot, seq)
);
create index charge_at on charge (at);

create table outage (
  scope          text primary key,
  code           text not null,
  text           text not null,
  fix            text not null,
  since          bigint not null,
  look           bigint not null,
  tries          integer not null,
  told           integer not null default 0
);

-- One row: the name under which all nodes of this ledger share one clock.
create table ledger (
  id             text primary key
);
