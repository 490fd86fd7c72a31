/** What the vendor routes need: reading responses, building requests, what a vendor declares, and the billing guard. */
package studio.darkroom.vendor;
