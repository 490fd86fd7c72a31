package studio.darkroom.sim.imagen;

/**
 * One file that came out of an edit or export.
 *
 * @param name  file name
 * @param key   where it is in the store
 * @param photo name of the uploaded photo it came from; of a bracket the first frame
 */
public record Result(String name, String key, String photo) {
}
