/** What a file is and whether it is complete, judged by its structure. */
package studio.darkroom.photo;
