/** Where results go: whole, under a safe name, without ever replacing anything. */
package studio.darkroom.delivery;
