package studio.darkroom.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.darkroom.config.SettingsException.Code;
import studio.darkroom.config.SettingsException.Fault;
import studio.darkroom.text.Loopback;

/**
 * Parses the values of settings. A value that cannot be parsed adds a fault and yields null, so that parsing continues and finds
 * all faults. The nulls are never used, because faults end the start.
 */
final class SettingParser {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Duration MAX_DURATION = Duration.ofDays(366);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");

    private final Map<String, Setting> settings;
    private final Map<String, Duration> durations;
    private final ValueResolver resolver;
    private final Collection<Fault> faults;

    /** @param durations receives each key whose value is a duration */
    SettingParser(Map<String, Setting> settings, Map<String, Duration> durations, ValueResolver resolver, Collection<Fault> faults) {
        this.settings = settings;
        this.durations = durations;
        this.resolver = resolver;
        this.faults = faults;
    }

    Setting getSetting(String key) {
        return settings.get(key);
    }

    Optional<String> getText(String key) {
        return getSetting(key).value();
    }

    void addFault(String key, Code code, String reason, String fix) {
        faults.add(getSetting(key).createFault(code, reason, fix));
    }

    /** A fault whose sentence must not show the value. */
    void addFault(String key, Code code, String sentence) {
        faults.add(new Fault(key, code, sentence));
    }

    Optional<Secret> parseSecret(String key) {
        return getText(key).map(Secret::new);
    }

    /** A secret that is sent in an HTTP header. */
    Optional<Secret> parseHeaderSecret(String key) {
        Optional<Secret> secret = parseSecret(key);
        if (secret.isPresent() && !HEADER_TEXT.matcher(secret.get().reveal()).matches()) {
            addFault(key, Code.INVALID_SECRET, "it contains a space, a line break or a non-ASCII character",
                    "copy it again without surrounding text");
        }
        return secret;
    }

    /** {@code 500ms 30s 15m 24h 2d} or ISO {@code PT30S}; at least 1 ms, at most 366 days. */
    Duration parseDuration(String key) {
        String text = getText(key).orElse(null);
        if (text == null) {
            return null;
        }
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        try {
            Duration duration = matcher.matches() ? toDuration(Long.parseLong(matcher.group(1)), matcher.group(2)) : Duration.parse(text);
            if (duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(MAX_DURATION) <= 0) {
                durations.put(key, duration);
                return duration;
            }
            addFault(key, Code.INVALID_DURATION, "the duration is out of range", "use a value from 1ms to 366d");
        } catch (DateTimeParseException e) {
            addFault(key, Code.INVALID_DURATION, text.matches("\\d+") ? "the unit is missing" : "it is not a duration",
                    "use for example 500ms, 30s, 15m, 24h, 2d or PT30S");
        }
        return null;
    }

    private static Duration toDuration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Adds a fault if the first duration is longer than the second. */
    void checkOrder(String key, Duration duration, String limitKey, Duration limit) {
        if (duration != null && limit != null && duration.compareTo(limit) > 0) {
            addFault(key, Code.OUT_OF_ORDER, "it is longer than " + limitKey + " = '" + getSetting(limitKey).displayValue() + "'",
                    "shorten it, or increase the other");
        }
    }

    int parseNumber(String key, int min, int max) {
        return parseOptionalNumber(key, min, max).orElse(min);
    }

    OptionalInt parseOptionalNumber(String key, int min, int max) {
        Optional<String> text = getText(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // same fault as out of range
        }
        addFault(key, Code.INVALID_NUMBER, "invalid number", "use a whole number from " + min + " to " + max);
        return OptionalInt.empty();
    }

    Optional<Boolean> parseBoolean(String key) {
        return parseChoice(key, "true", "false").map(Boolean::valueOf);
    }

    <E extends Enum<E>> E parseEnum(String key, Class<E> type) {
        return parseChoice(key, Arrays.stream(type.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new)).map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT))).orElse(null);
    }

    private Optional<String> parseChoice(String key, String... choices) {
        Optional<String> text = getText(key).map(value -> value.toLowerCase(Locale.ROOT));
        if (text.isPresent() && !List.of(choices).contains(text.get())) {
            addFault(key, Code.INVALID_CHOICE, "unknown value", "use " + String.join(" or ", choices));
            return Optional.empty();
        }
        return text;
    }

    /**
     * A base URL without user, query, fragment and trailing slash.
     *
     * @param httpReason why plain HTTP is not allowed except on loopback; null if it is allowed
     */
    Optional<URI> parseUrl(String key, String httpReason) {
        String text = getText(key).orElse(null);
        if (text == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null || uri.getPort() > 65535) {
                addFault(key, Code.INVALID_URL, "it is not an HTTP URL with a host", "use https://<host>");
            } else if (uri.getRawUserInfo() != null) {
                addFault(key, Code.CREDENTIALS_IN_URL, key + " contains a user or password in its URL, which logs would show; remove that part.");
            } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                addFault(key, Code.INVALID_URL, key + " contains a query or fragment, which a base URL cannot have; remove that part.");
            } else if (scheme.equals("http") && httpReason != null && !Loopback.isLoopback(uri.getHost())) {
                addFault(key, Code.INSECURE_URL, httpReason, "use https://");
            } else {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            addFault(key, Code.INVALID_URL, "it is not a URL", "use https://<host>");
        }
        return Optional.empty();
    }

    /** A host name or address without port. */
    String parseHost(String key) {
        String text = getText(key).orElse(null);
        if (text != null && !HOST.matcher(text).matches()) {
            addFault(key, Code.INVALID_HOST, "it is not a host name or address", "use for example 127.0.0.1 or 0.0.0.0, without a port");
            return null;
        }
        return text;
    }

    /** Host names separated by commas, in lower case. */
    Set<String> parseHosts(String key) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String part : getText(key).map(text -> text.split(",", -1)).orElse(new String[0])) {
            if (!HOST.matcher(part.strip()).matches()) {
                addFault(key, Code.INVALID_HOST, part.isBlank() ? "it contains an empty name" : "'" + part.strip() + "' is not a host name",
                        "use names such as store.example.com, without https:// and path, separated by commas");
            }
            hosts.add(part.strip().toLowerCase(Locale.ROOT));
        }
        return hosts;
    }

    Path parsePath(String key) {
        return getText(key).map(text -> resolvePath(key, text)).orElse(null);
    }

    /** The absolute path of a folder or file, written with or without {@code folder:}. */
    Path resolvePath(String key, String text) {
        try {
            return resolver.resolvePath(SettingsBuilder.stripFolderPrefix(text));
        } catch (InvalidPathException e) {
            addFault(key, Code.INVALID_PATH, "it is not a path", "correct it");
            return null;
        }
    }
}
