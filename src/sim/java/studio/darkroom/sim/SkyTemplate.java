package studio.darkroom.sim;

/**
 * A sky replacement template of the account (docs/vendors/imagen.md 2.2).
 *
 * @param id        id that an edit refers to
 * @param isDefault whether it is used if an edit names no template
 */
public record SkyTemplate(int id, boolean isDefault) {
}
