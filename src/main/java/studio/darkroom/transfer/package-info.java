/**
 * The transfer path: photo bytes between an original, a presigned link and a delivery. Bytes never travel on an
 * exchange.
 */
package studio.darkroom.transfer;
