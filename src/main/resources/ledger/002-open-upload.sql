-- Multipart uploads that may still be open at a vendor, at most one per photo.

create table open_upload (
  photo          text primary key,
  shoot          text not null,
  upload         text not null,               -- its id at the vendor
  store_key      text not null,               -- the object in the vendor's store
  opened         bigint not null
);
