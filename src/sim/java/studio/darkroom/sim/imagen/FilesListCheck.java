package studio.darkroom.sim.imagen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import studio.darkroom.sim.http.HttpStatusException;

/** Validates the list of files in a call for upload links (docs/vendors/imagen.md 2.3). */
final class FilesListCheck {

    private FilesListCheck() {
    }

    /** Throws a 400 if the list is missing or empty, a name is not a base name or occurs twice, or an md5 is invalid. */
    static void checkFiles(JsonNode files) {
        if (!files.isArray() || files.isEmpty()) {
            throw new HttpStatusException(400, "files_list is required.");
        }
        Map<String, Integer> times = new LinkedHashMap<>();
        for (JsonNode file : files) {
            times.merge(parseFileName(file.path("file_name")), 1, Integer::sum);
            checkMd5(file.path("md5"));
        }
        times.forEach((name, n) -> {
            if (n > 1) {
                throw new HttpStatusException(400, "File \"" + name + "\" appears " + n + " times.");
            }
        });
    }

    /** Returns a file name; throws a 400 if it is missing or not a base name. */
    static String parseFileName(JsonNode name) {
        if (!name.isTextual() || name.asText().isBlank()) {
            throw new HttpStatusException(400, "file_name is required.");
        }
        String text = name.asText();
        if (text.contains("/") || text.contains("\\") || text.equals(".") || text.equals("..")) {
            throw new HttpStatusException(400, "file_name '" + text + "' must be a base name.");
        }
        return text;
    }

    private static void checkMd5(JsonNode md5) {
        if (md5.isMissingNode() || md5.isNull()) {
            return;
        }
        try {
            if (md5.isTextual() && Base64.getDecoder().decode(md5.asText()).length == 16) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // handled below
        }
        throw new HttpStatusException(400, "md5 must be the base64 of 16 bytes.");
    }
}
