/** What happens to the originals after a verified delivery. */
package studio.darkroom.delivery.archive;
