-- Alerts that are not sent yet.
create table alert (
  id             text primary key,
  text           text not null,
  at             bigint not null,
  due            bigint not null,             -- when it is sent next
  tries          integer not null default 0
);
