-- The ETag of an object in a bucket; null for a file in a folder.
alter table photo add column etag text;
