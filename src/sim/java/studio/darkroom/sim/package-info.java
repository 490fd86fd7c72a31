/**
 * The simulator: photo-editing vendors and an S3-compatible store on loopback ports, strict, stateful, with faults and
 * evidence. It depends on nothing of the product.
 */
package studio.darkroom.sim;
