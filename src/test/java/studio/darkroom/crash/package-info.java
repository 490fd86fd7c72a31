/**
 * Tests that no kill at any moment loses a photo or pays twice. All effects of a shoot are counted: commits, requests to a
 * vendor, a link or a bucket, and changes of a delivery's or archive's disk. Each counts before and after it happens;
 * requests also after they are sent and before the response. A real process is killed at one of them, and another one
 * continues. The simulator, the store and the checks run outside of both. Crash points exist only in these processes: they
 * are woven into copies of a few classes.
 */
package studio.darkroom.crash;
