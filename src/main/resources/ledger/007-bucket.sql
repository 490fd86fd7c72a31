-- What a store calls the content of an object; with key and size it is the photo. Null for a file.
alter table photo add column etag text;
