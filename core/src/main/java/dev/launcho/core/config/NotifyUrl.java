package dev.launcho.core.config;

import dev.launcho.core.text.Ipv4Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The URL of a receiver. Its path, query and user are secret: whoever knows them may send messages.
 *
 * @param uri without the user
 * @param user {@code NAME:PASSWORD}; empty if the URL has none
 */
public record NotifyUrl(URI uri, String user) {
    /** Most characters of a URL. */
    private static final int LONGEST = 2048;

    private static final int MOST_PORT = 65_535;

    /** @throws IllegalArgumentException with the fault in words, which don't show the URL */
    public static NotifyUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("has a character that a URL can't have");
        }
        try {
            URI uri = new URI(text);
            check(uri);
            String user = uri.getUserInfo() == null ? "" : uri.getUserInfo();
            String rest = text.substring(text.indexOf("//") + 2);
            return new NotifyUrl(
                    new URI(uri.getScheme() + "://" + (user.isEmpty() ? rest : rest.substring(rest.indexOf('@') + 1))),
                    user);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
    }

    private static void check(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("begins with neither https:// nor http://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("has no valid host");
        }
        if (uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
            throw new IllegalArgumentException("has a port that is not from 1 to 65535");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has a part after \"#\", which is never sent");
        }
    }

    /** Returns what anybody may see of it: {@code https://hooks.example.com:8443}. */
    public String shown() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port;
    }

    /** Returns whether messages cross a network that others can read. */
    public boolean isExposed() {
        return uri.getScheme().equalsIgnoreCase("http") && !isLoopback(uri.getHost());
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || Ipv4Text.isAddress(host) && host.startsWith("127.");
    }

    /** Returns {@link #shown}: the rest is secret. */
    @Override
    public String toString() {
        return shown();
    }
}
