/** What the routes of the vendors need: how an answer is read, what a request carries, what a vendor declares, and the billing guard. */
package studio.darkroom.vendor;
