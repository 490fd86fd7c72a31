/** Results that a person retouched by hand and that replace the delivered ones. */
package studio.darkroom.inbox.replace;
