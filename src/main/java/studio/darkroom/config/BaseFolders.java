package studio.darkroom.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * What relative paths and {@code ~} stand for.
 *
 * @param workingFolder the working folder, absolute
 * @param homeFolder    the user's own folder
 */
record BaseFolders(Path workingFolder, Path homeFolder) {

    /** From {@code user.dir} and {@code user.home}; the running process's own where the map has none. */
    static BaseFolders of(Map<String, String> system) {
        String working = system.getOrDefault("user.dir", System.getProperty("user.dir"));
        String user = system.getOrDefault("user.home", System.getProperty("user.home"));
        return new BaseFolders(Path.of(working).toAbsolutePath(), Path.of(user));
    }

    /**
     * The absolute path of what a person wrote.
     *
     * @throws java.nio.file.InvalidPathException if it cannot be a path
     */
    Path resolve(String text) {
        if (text.equals("~")) {
            return homeFolder.normalize();
        }
        Path path = text.startsWith("~/") ? homeFolder.resolve(text.substring(2)) : workingFolder.resolve(text);
        return path.normalize();
    }
}
