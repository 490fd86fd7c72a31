package studio.darkroom;

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
final class SettingReader {

    static final int LEAST_TOKEN = 16;

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]+");

    private final Map<String, Setting> settings;
    private final SettingFolders folders;
    private final Collection<String> faults;

    SettingReader(Map<String, Setting> settings, SettingFolders folders, Collection<String> faults) {
        this.settings = settings;
        this.folders = folders;
        this.faults = faults;
    }

    Setting setting(String key) {
        return settings.get(key);
    }

    /** Notes a fault of this key. */
    void fault(String key, String reason, String fix) {
        faults.add(setting(key).fault(reason, fix));
    }

    Optional<String> text(String key) {
        return setting(key).value();
    }

    Optional<Secret> secret(String key) {
        return text(key).map(Secret::new);
    }

    /** A secret that travels in a header line. */
    Optional<Secret> headerSecret(String key) {
        Optional<Secret> secret = secret(key);
        if (secret.isPresent() && !HEADER_TEXT.matcher(secret.get().reveal()).matches()) {
            fault(key, "it has a blank, a line break or a letter outside ASCII in it", "copy it again, without anything around it");
        }
        return secret;
    }

    /** {@code 500ms 30s 15m 24h 2d} or ISO {@code PT30S}; positive, at most a year. */
    Duration duration(String key) {
        String text = text(key).orElse(null);
        if (text == null) {
            return null;
        }
        Duration duration;
        Matcher brief = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        try {
            duration = brief.matches() ? duration(Long.parseLong(brief.group(1)), brief.group(2)) : Duration.parse(text);
        } catch (DateTimeParseException e) {
            fault(key, text.matches("\\d+") ? "a duration needs a unit" : "it is not a duration",
                    "write for example 500ms, 30s, 15m, 24h, 2d or PT30S");
            return null;
        }
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            fault(key, "a duration must be longer than nothing", "write at least 1ms");
            return null;
        }
        if (duration.compareTo(LONGEST) > 0) {
            fault(key, "it is longer than a year", "write at most 366d");
            return null;
        }
        return duration;
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Notes a fault unless {@code first <= most}. */
    void inOrder(String firstKey, Duration first, String mostKey, Duration most) {
        if (first != null && most != null && first.compareTo(most) > 0) {
            fault(firstKey, "it is longer than " + mostKey + " = '" + setting(mostKey).shown() + "'",
                    "make it shorter, or that one longer");
        }
    }

    int number(String key, int least, int most) {
        return optionalNumber(key, least, most).orElse(least);
    }

    OptionalInt optionalNumber(String key, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // said below: the sentence is the same
        }
        fault(key, "it is not a whole number from " + least + " to " + most, "write such a number");
        return OptionalInt.empty();
    }

    Optional<Boolean> yesOrNo(String key) {
        return text(key).flatMap(text -> {
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Optional.of(Boolean.valueOf(text));
            }
            fault(key, "it is neither true nor false", "write one of them");
            return Optional.empty();
        });
    }

    <E extends Enum<E>> E choice(String key, Class<E> words) {
        String text = text(key).orElse(null);
        if (text == null) {
            return null;
        }
        List<String> known = Arrays.stream(words.getEnumConstants()).map(word -> word.name().toLowerCase(Locale.ROOT)).toList();
        if (!known.contains(text.toLowerCase(Locale.ROOT))) {
            fault(key, "it is none of " + String.join(", ", known), "write one of them");
            return null;
        }
        return Enum.valueOf(words, text.toUpperCase(Locale.ROOT));
    }

    /** An address without user, query and fragment, and without a slash at its end. */
    Optional<URI> address(String key, boolean plainAnywhere, String plainReason) {
        return text(key).flatMap(text -> {
            URI uri;
            try {
                uri = new URI(text.replaceFirst("/+$", ""));
            } catch (URISyntaxException e) {
                fault(key, "it is not a URL", "write https:// and a host");
                return Optional.empty();
            }
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null || uri.getPort() > 65535) {
                fault(key, "it is not an http or https URL with a host", "write https:// and a host");
            } else if (uri.getRawUserInfo() != null) {
                faults.add(key + " has a user or password in its URL, where every log would show it: take that part out.");
            } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                faults.add(key + " has a ? or # part, which an address to build on cannot have: take that part out.");
            } else if (scheme.equals("http") && !plainAnywhere && !loopback(uri.getHost())) {
                fault(key, plainReason, "write https://");
            } else {
                return Optional.of(uri);
            }
            return Optional.empty();
        });
    }

    /** A host name or address, without port. */
    String host(String key) {
        String text = text(key).orElse(null);
        if (text != null && !HOST.matcher(text).matches()) {
            fault(key, "it is not a host name or address", "write for example 127.0.0.1 or 0.0.0.0, without port");
            return null;
        }
        return text;
    }

    /** Host names with commas between them, in small letters. */
    Set<String> hosts(String key) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String part : text(key).map(text -> text.split(",", -1)).orElse(new String[0])) {
            String host = part.strip();
            if (!HOST.matcher(host).matches()) {
                fault(key, host.isEmpty() ? "there is an empty name" : "'" + host + "' is not a host name",
                        "write names like store.example.com, without https:// and path, with a comma between them");
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        return hosts;
    }

    Path folder(String key) {
        return text(key).map(text -> path(key, text)).orElse(null);
    }

    /** The absolute path of what stands in a key. */
    Path path(String key, String written) {
        try {
            return folders.resolve(written);
        } catch (InvalidPathException e) {
            fault(key, "'" + written + "' is not a path", "correct it");
            return null;
        }
    }

    /** Whether a host is surely this machine itself; by its spelling, no name is looked up. */
    static boolean loopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
