/**
 * The proof that no kill at any moment loses a photo or pays twice. Every effect of a shoot's life is counted: commits,
 * requests to a vendor, a link or a bucket, and changes of a delivery's or archive's disk, each before and after; requests
 * also when they are out and not answered yet. A real process is killed at one of them and another one goes on; simulator,
 * store and whoever looks at the promises are outside of both. Only these processes know of it: the crash points are woven
 * into copies of a few classes.
 */
package studio.darkroom.crash;
