/** Buckets: S3 and everything that speaks it, as inbox, delivery and archive. */
package studio.darkroom.bucket;
