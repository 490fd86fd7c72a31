/**
 * What lies in an inbox, and when it may be taken: which files are photos, whether a photo is whole, whether it stands
 * still, and under which name it is uploaded. Nothing here writes, moves or deletes a file.
 */
package studio.darkroom.inbox;
