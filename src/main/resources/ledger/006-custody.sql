-- Chain of custody: the bytes of a photo when it had arrived, and what the vendor's store said of those it took.
create table proof (
  photo          text primary key,
  fingerprint    text,
  sha256         text,
  at             bigint,
  etag           text
);

-- Whether a delivered result is to be fetched once more, because a person wants it.
alter table result add column again integer not null default 0;
