-- Uploads in parts that were opened at a vendor and not seen to be closed, one per photo at most.

create table open_upload (
  photo          text primary key,
  shoot          text not null,
  upload         text not null,
  store_key      text not null,
  opened         bigint not null
);
