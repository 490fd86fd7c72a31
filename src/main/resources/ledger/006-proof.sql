-- Chain of custody: the bytes of a photo when it had arrived, and what the vendor's store said of those it took.
create table proof (
  photo          text primary key,
  fingerprint    text,
  sha256         text,
  at             bigint,
  etag           text
);
