package studio.darkroom.sim;

/**
 * A sky replacement template of the account (contract 2.2).
 *
 * @param id        what an edit names
 * @param isDefault whether it is taken when none is named
 */
public record SkyTemplate(int id, boolean isDefault) {
}
