/**
 * The proof that no kill at any moment loses a photo or pays twice: every effect of a shoot's life is counted by an agent
 * that only the tests know, and a real process is killed before and after each.
 */
package studio.darkroom.crash;
