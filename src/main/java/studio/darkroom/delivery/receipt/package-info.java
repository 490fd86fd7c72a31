/** The receipt of a shoot, and its verification. */
package studio.darkroom.delivery.receipt;
