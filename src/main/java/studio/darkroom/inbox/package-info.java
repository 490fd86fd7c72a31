/**
 * What is in an inbox: scanning folders and buckets, and classifying files. Nothing here writes, moves or
 * deletes a file.
 */
package studio.darkroom.inbox;
