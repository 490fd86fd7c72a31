/** Buckets: S3 and everything that speaks its protocol, as inbox, delivery and archive. */
package studio.darkroom.storage;
