package studio.darkroom.sim;

/**
 * An editing profile of the account (docs/vendors/imagen.md 2.1).
 *
 * @param key       number that an edit refers to
 * @param name      display name; not necessarily unique
 * @param type      {@code Personal}, {@code Talent}
 * @param imageType {@code RAW} or {@code JPG}; empty accepts both
 */
public record Profile(int key, String name, String type, String imageType) {
}
