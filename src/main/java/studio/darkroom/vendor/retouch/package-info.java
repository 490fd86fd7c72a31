/** Retouching single results: planning, requests, versions and final links. */
package studio.darkroom.vendor.retouch;
