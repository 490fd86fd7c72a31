-- The hash of a photo when it had settled, and the answer of the vendor's store to its upload.
create table proof (
  photo          text primary key,
  fingerprint    text,                        -- of the file that was hashed
  sha256         text,                        -- of the original
  at             bigint,
  etag           text                         -- answer of the vendor's store to the upload
);

-- Whether to download a delivered result again, as a person ordered.
alter table result add column again integer not null default 0;
