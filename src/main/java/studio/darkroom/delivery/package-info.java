/** Where results go: a folder or a bucket. Nothing that stands there already is ever replaced. */
package studio.darkroom.delivery;
