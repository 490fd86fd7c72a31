package studio.darkroom.sim;

/**
 * An editing profile of the account (contract 2.1).
 *
 * @param key       the number an edit names
 * @param name      shown to people; not unique by contract
 * @param type      {@code Personal}, {@code Talent}
 * @param imageType {@code RAW} or {@code JPG}; empty takes both
 */
public record Profile(int key, String name, String type, String imageType) {
}
