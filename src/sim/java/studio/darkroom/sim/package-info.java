/**
 * The simulator: editing vendors and an S3-compatible store on loopback ports, strict and stateful, with faults and
 * evidence. It does not depend on the product.
 */
package studio.darkroom.sim;
