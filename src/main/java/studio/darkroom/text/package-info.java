/** Small text utilities: redaction, safe names, spelling suggestions, hashes. */
package studio.darkroom.text;
