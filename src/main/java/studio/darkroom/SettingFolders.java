package studio.darkroom;

import java.nio.file.Path;
import java.util.Map;

/**
 * What relative paths and {@code ~} stand for.
 *
 * @param working the working folder, absolute
 * @param user    the user's own folder
 */
record SettingFolders(Path working, Path user) {

    /** From {@code user.dir} and {@code user.home}; the running process's own where the map has none. */
    static SettingFolders of(Map<String, String> system) {
        String working = system.getOrDefault("user.dir", System.getProperty("user.dir"));
        String user = system.getOrDefault("user.home", System.getProperty("user.home"));
        return new SettingFolders(Path.of(working).toAbsolutePath(), Path.of(user));
    }

    /**
     * The absolute path of what a person wrote.
     *
     * @throws java.nio.file.InvalidPathException if it cannot be a path
     */
    Path resolve(String written) {
        if (written.equals("~")) {
            return user.normalize();
        }
        Path path = written.startsWith("~/") ? user.resolve(written.substring(2)) : working.resolve(written);
        return path.normalize();
    }
}
