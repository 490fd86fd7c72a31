-- Upload links that are still to be used, kept where asking for another one would make a second record at the vendor.
create table link (
  photo          text primary key,
  shoot          text not null,
  url            text not null,
  until          bigint not null
);
create index link_shoot on link (shoot);

-- Which photo's picture a photo goes into; lead is the photo itself where it has a picture of its own.
create table bracket (
  photo          text primary key,
  shoot          text not null,
  lead           text not null
);
create index bracket_shoot on bracket (shoot);
