package studio.darkroom.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.darkroom.config.Settings.Archive;
import studio.darkroom.config.Settings.Key;
import studio.darkroom.config.Settings.Place;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsFile.Folders;
import studio.darkroom.text.Hosts;

/** Parses the text of settings. All methods throw {@link InvalidValue}. */
final class SettingParser {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
    private static final Duration MAX_DURATION = Duration.ofDays(366);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern BUCKET_PLACE = Pattern.compile("bucket:\\s*([^/]*)/?(.*)", Pattern.DOTALL);
    private static final Pattern BUCKET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?!folder:)[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String PLACE_FORMAT = "use folder:<path> or bucket:<name>/<prefix>";

    private SettingParser() {
    }

    /** The text of a setting cannot be used. */
    static final class InvalidValue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final Code code;
        final String reason;
        final String fix;

        InvalidValue(Code code, String reason, String fix) {
            super(reason, null, false, false);
            this.code = code;
            this.reason = reason;
            this.fix = fix;
        }
    }

    /** @param type of a component of {@link Settings}, or of what it may hold */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static Object parse(String text, Class<?> type, Key key, Folders folders) {
        if (type.isEnum()) {
            return parseEnum(text, (Class<? extends Enum>) type);
        }
        return switch (type.getSimpleName()) {
            case "Duration" -> parseDuration(text);
            case "int" -> parseNumber(text, key.min(), key.max());
            case "OptionalInt" -> OptionalInt.of(parseNumber(text, key.min(), key.max()));
            case "boolean", "Boolean" -> Boolean.valueOf(parseChoice(text, List.of("true", "false")));
            case "URI" -> parseUrl(text, key.httpReason());
            case "Secret" -> key.header() ? parseHeaderSecret(text) : new Secret(text);
            case "Path" -> folders.resolve(text);
            case "Place" -> parsePlace(text, folders);
            case "Archive" -> parseArchive(text, folders);
            case "Set" -> parseHosts(text);
            default -> text;
        };
    }

    /** {@code 500ms 30s 15m 24h 2d} or ISO {@code PT30S}; at least 1 ms, at most 366 days. */
    static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        try {
            Duration duration = matcher.matches() ? Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))) : Duration.parse(text);
            if (duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(MAX_DURATION) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new InvalidValue(Code.INVALID_DURATION, text.matches("\\d+") ? "the unit is missing" : "it is not a duration",
                    "use for example 500ms, 30s, 15m, 24h, 2d or PT30S");
        }
        throw new InvalidValue(Code.INVALID_DURATION, "the duration is out of range", "use a value from 1ms to 366d");
    }

    static int parseNumber(String text, int min, int max) {
        long number = text.matches("[-+]?\\d{1,10}") ? Long.parseLong(text) : Long.MIN_VALUE;
        if (number >= min && number <= max) {
            return (int) number;
        }
        throw new InvalidValue(Code.INVALID_NUMBER, "invalid number", "use a whole number from " + min + " to " + max);
    }

    private static <E extends Enum<E>> E parseEnum(String text, Class<E> type) {
        List<String> choices = Arrays.stream(type.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
        return Enum.valueOf(type, parseChoice(text, choices).toUpperCase(Locale.ROOT));
    }

    private static String parseChoice(String text, List<String> choices) {
        String choice = text.toLowerCase(Locale.ROOT);
        if (!choices.contains(choice)) {
            throw new InvalidValue(Code.INVALID_CHOICE, "unknown value", "use " + String.join(" or ", choices));
        }
        return choice;
    }

    /** A secret that is sent in an HTTP header. */
    private static Secret parseHeaderSecret(String text) {
        if (!HEADER_TEXT.matcher(text).matches()) {
            throw new InvalidValue(Code.INVALID_SECRET, "it contains a space, a line break or a non-ASCII character",
                    "copy it again without surrounding text");
        }
        return new Secret(text);
    }

    /**
     * A base URL without user, query, fragment and trailing slash.
     *
     * @param httpReason why plain HTTP is not allowed except on loopback; empty if it is allowed
     */
    private static URI parseUrl(String text, String httpReason) {
        URI uri;
        try {
            uri = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new InvalidValue(Code.INVALID_URL, "it is not a URL", "use https://<host>");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null || uri.getPort() > 65535) {
            throw new InvalidValue(Code.INVALID_URL, "it is not an HTTP URL with a host", "use https://<host>");
        } else if (uri.getRawUserInfo() != null) {
            throw new InvalidValue(Code.CREDENTIALS_IN_URL, "contains a user or password in its URL, which logs would show; remove that part", null);
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidValue(Code.INVALID_URL, "contains a query or fragment, which a base URL cannot have; remove that part", null);
        } else if (scheme.equals("http") && !httpReason.isEmpty() && !Hosts.isLoopback(uri.getHost())) {
            throw new InvalidValue(Code.INSECURE_URL, httpReason, "use https://");
        }
        return uri;
    }

    /** A host name or address without port. */
    static String parseHost(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new InvalidValue(Code.INVALID_HOST, "it is not a host name or address", "use for example 127.0.0.1 or 0.0.0.0, without a port");
        }
        return text;
    }

    /** Host names separated by commas, in lower case. */
    private static Set<String> parseHosts(String text) {
        List<String> hosts = Stream.of(text.toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip).toList();
        List<String> invalid = hosts.stream().filter(host -> !HOST.matcher(host).matches()).map(host -> "'" + host + "'").toList();
        if (!invalid.isEmpty()) {
            throw new InvalidValue(Code.INVALID_HOST, "not a host name: " + String.join(", ", invalid),
                    "use names such as store.example.com, without https:// and path, separated by commas");
        }
        return new LinkedHashSet<>(hosts);
    }

    /** @param folders what relative paths are relative to */
    private static Place parsePlace(String text, Folders folders) {
        Matcher bucket = BUCKET_PLACE.matcher(text);
        if (!bucket.matches()) {
            if (OTHER_SCHEME.matcher(text).matches()) {
                throw new InvalidValue(Code.INVALID_PLACE, "unknown kind of place", PLACE_FORMAT);
            }
            if (text.replaceFirst("^folder:", "").isBlank()) {
                throw new InvalidValue(Code.INVALID_PLACE, "the path is missing", PLACE_FORMAT);
            }
            return Place.folder(folders.resolve(text));
        }
        if (!BUCKET_NAME.matcher(bucket.group(1)).matches()) {
            throw new InvalidValue(Code.INVALID_PLACE, "'" + bucket.group(1) + "' is not a valid bucket name", PLACE_FORMAT);
        }
        if (("/" + bucket.group(2)).matches(".*/(/|\\.\\.?(/|$)).*")) {
            throw new InvalidValue(Code.INVALID_PLACE, "the prefix contains an empty segment, . or ..", PLACE_FORMAT);
        }
        return Place.bucket(bucket.group(1), bucket.group(2));
    }

    /** {@code leave}, {@code delete} or {@code move:<place>}. */
    private static Archive parseArchive(String text, Folders folders) {
        if (text.startsWith("move:")) {
            return new Archive(Archive.Kind.MOVE, Optional.of(parsePlace(text.substring("move:".length()).strip(), folders)));
        }
        if (!List.of("leave", "delete").contains(text)) {
            throw new InvalidValue(Code.INVALID_CHOICE, "unknown action", "use leave, delete or move:<folder or bucket>");
        }
        return new Archive(Archive.Kind.valueOf(text.toUpperCase(Locale.ROOT)), Optional.empty());
    }
}
