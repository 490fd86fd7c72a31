/** Where results go: a folder or a bucket. Nothing that exists there is replaced. */
package studio.darkroom.delivery;
