/**
 * Inboxes: scans of folders and buckets, and the classification of their files. Scans never write, move or delete a file.
 */
package studio.darkroom.inbox;
