/** Decides when the photos of a shoot have arrived, and which shoots they become. */
package studio.darkroom.inbox.settle;
