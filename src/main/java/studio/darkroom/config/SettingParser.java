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

/**
 * Reads settings as what they mean. Whatever cannot be read becomes a fault and comes back as null, so that reading
 * goes on and finds all of them; nothing is built from nulls, because faults end the reading.
 */
final class SettingParser {

    static final int MIN_TOKEN_LENGTH = 16;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Duration MAX_DURATION = Duration.ofDays(366);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");

    private final Map<String, Setting> settings;
    private final BaseFolders folders;
    private final Collection<String> faults;

    SettingParser(Map<String, Setting> settings, BaseFolders folders, Collection<String> faults) {
        this.settings = settings;
        this.folders = folders;
        this.faults = faults;
    }

    Setting getSetting(String key) {
        return settings.get(key);
    }

    /** Notes a fault of this key. */
    void addFault(String key, String reason, String fix) {
        faults.add(getSetting(key).describeFault(reason, fix));
    }

    Optional<String> getText(String key) {
        return getSetting(key).value();
    }

    Optional<Secret> parseSecret(String key) {
        return getText(key).map(Secret::new);
    }

    /** A secret that travels in a header line. */
    Optional<Secret> parseHeaderSecret(String key) {
        Optional<Secret> secret = parseSecret(key);
        if (secret.isPresent() && !HEADER_TEXT.matcher(secret.get().reveal()).matches()) {
            addFault(key, "it has a blank, a line break or a letter outside ASCII in it", "copy it again, without anything around it");
        }
        return secret;
    }

    /** {@code 500ms 30s 15m 24h 2d} or ISO {@code PT30S}; positive, at most a year. */
    Duration parseDuration(String key) {
        String text = getText(key).orElse(null);
        if (text == null) {
            return null;
        }
        Duration duration;
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        try {
            duration = matcher.matches() ? toDuration(Long.parseLong(matcher.group(1)), matcher.group(2)) : Duration.parse(text);
        } catch (DateTimeParseException e) {
            addFault(key, text.matches("\\d+") ? "a duration needs a unit" : "it is not a duration",
                    "write for example 500ms, 30s, 15m, 24h, 2d or PT30S");
            return null;
        }
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            addFault(key, "a duration must be longer than nothing", "write at least 1ms");
            return null;
        }
        if (duration.compareTo(MAX_DURATION) > 0) {
            addFault(key, "it is longer than a year", "write at most 366d");
            return null;
        }
        return duration;
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

    /** Notes a fault unless {@code first <= most}. */
    void checkOrder(String firstKey, Duration first, String maxKey, Duration max) {
        if (first != null && max != null && first.compareTo(max) > 0) {
            addFault(firstKey, "it is longer than " + maxKey + " = '" + getSetting(maxKey).displayValue() + "'",
                    "make it shorter, or that one longer");
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
            // said below: the sentence is the same
        }
        addFault(key, "it is not a whole number from " + min + " to " + max, "write such a number");
        return OptionalInt.empty();
    }

    Optional<Boolean> parseBoolean(String key) {
        return getText(key).flatMap(text -> {
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Optional.of(Boolean.valueOf(text));
            }
            addFault(key, "it is neither true nor false", "write one of them");
            return Optional.empty();
        });
    }

    <E extends Enum<E>> E parseEnum(String key, Class<E> type) {
        String text = getText(key).orElse(null);
        if (text == null) {
            return null;
        }
        List<String> known = Arrays.stream(type.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
        if (!known.contains(text.toLowerCase(Locale.ROOT))) {
            addFault(key, "it is none of " + String.join(", ", known), "write one of them");
            return null;
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /** An address without user, query and fragment, and without a slash at its end. */
    Optional<URI> parseUrl(String key, boolean allowHttp, String httpReason) {
        return getText(key).flatMap(text -> {
            URI uri;
            try {
                uri = new URI(text.replaceFirst("/+$", ""));
            } catch (URISyntaxException e) {
                addFault(key, "it is not a URL", "write https:// and a host");
                return Optional.empty();
            }
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null || uri.getPort() > 65535) {
                addFault(key, "it is not an http or https URL with a host", "write https:// and a host");
            } else if (uri.getRawUserInfo() != null) {
                faults.add(key + " has a user or password in its URL, where every log would show it: take that part out.");
            } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                faults.add(key + " has a ? or # part, which an address to build on cannot have: take that part out.");
            } else if (scheme.equals("http") && !allowHttp && !isLoopback(uri.getHost())) {
                addFault(key, httpReason, "write https://");
            } else {
                return Optional.of(uri);
            }
            return Optional.empty();
        });
    }

    /** A host name or address, without port. */
    String parseHost(String key) {
        String text = getText(key).orElse(null);
        if (text != null && !HOST.matcher(text).matches()) {
            addFault(key, "it is not a host name or address", "write for example 127.0.0.1 or 0.0.0.0, without port");
            return null;
        }
        return text;
    }

    /** Host names with commas between them, in small letters. */
    Set<String> parseHosts(String key) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String part : getText(key).map(text -> text.split(",", -1)).orElse(new String[0])) {
            String host = part.strip();
            if (!HOST.matcher(host).matches()) {
                addFault(key, host.isEmpty() ? "there is an empty name" : "'" + host + "' is not a host name",
                        "write names like store.example.com, without https:// and path, with a comma between them");
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        return hosts;
    }

    Path parsePath(String key) {
        return getText(key).map(text -> resolvePath(key, text)).orElse(null);
    }

    /** The absolute path of what stands in a key. */
    Path resolvePath(String key, String text) {
        try {
            return folders.resolve(text);
        } catch (InvalidPathException e) {
            addFault(key, "'" + text + "' is not a path", "correct it");
            return null;
        }
    }

    /** Whether a host is surely this machine itself; by its spelling, no name is looked up. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
