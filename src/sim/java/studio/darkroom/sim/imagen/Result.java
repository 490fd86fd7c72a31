package studio.darkroom.sim.imagen;

/**
 * One result file of an edit or export.
 *
 * @param name  file name
 * @param key   key in the store
 * @param photo name of the uploaded photo; for a bracket, of its first frame
 */
public record Result(String name, String key, String photo) {
}
