-- Unused upload links of vendors that create a record of a photo for each link.
create table link (
  photo          text primary key,
  shoot          text not null,
  url            text not null,               -- a credential; deleted after use
  until          bigint not null              -- when it expires
);
create index link_shoot on link (shoot);

-- The brackets: which photo the picture of a photo is named after.
create table bracket (
  photo          text primary key,
  shoot          text not null,
  lead           text not null                -- the photo that the merged picture is named after; itself if not merged
);
create index bracket_shoot on bracket (shoot);
