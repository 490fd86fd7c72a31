-- Sentences for a person that nobody has taken yet.
create table alert (
  id             text primary key,
  text           text not null,
  at             bigint not null,
  due            bigint not null,
  tries          integer not null default 0
);
