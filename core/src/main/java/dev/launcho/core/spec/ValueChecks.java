package dev.launcho.core.spec;

import dev.launcho.core.text.HostPort;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checks of values. Readers use them for values without references, and {@link SecretResolver} for the others. Each check
 * returns what was expected instead, without the value: after substitution it may hold a secret.
 */
final class ValueChecks {
    private static final Pattern RESOURCE_ID = Pattern.compile("[0-9a-f]{40}");
    /** No leading dash (the name becomes an argument of setpriv), and nothing that /etc/passwd can't hold. */
    private static final Pattern ACCOUNT = Pattern.compile("[^\\s:,/\\p{Cntrl}-][^\\s:,/\\p{Cntrl}]{0,255}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    /** The characters of an HTTP request target (RFC 9112, section 3.2): visible ASCII. */
    private static final Pattern PATH = Pattern.compile("[!-~]+");

    /** A host as in a URI (RFC 3986, 3.2.2 and 3.2.3), without percent-encoding; {@link #address} checks ports in the same way. */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._~-]{1,253}|\\[(?=[^\\]]*:)[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    /** A field's value (RFC 9110, 5.5): no control characters but tabs. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[^\\p{Cc}]*(?:\\t[^\\p{Cc}]*)*");

    private static final int HEADER_VALUE_BYTES = 4096;

    /** The highest id; the next one, 2^32-1, means "no change" to the kernel. */
    private static final long HIGHEST_ID = (1L << 32) - 2;

    private ValueChecks() {}

    static boolean isResourceId(String id) {
        return RESOURCE_ID.matcher(id).matches();
    }

    static Optional<String> resourceId(String id) {
        return unless(isResourceId(id), "a resource id: 40 hex digits, as \"launcho resource up\" prints them");
    }

    static Optional<String> account(String account) {
        boolean number = NUMBER.matcher(account).matches();
        boolean good = number
                ? account.length() <= 10 && Long.parseLong(account) <= HIGHEST_ID
                : ACCOUNT.matcher(account).matches();
        return unless(good, "a name, or a number from 0 to " + HIGHEST_ID);
    }

    static Optional<String> directory(String cwd) {
        return unless(cwd.startsWith("/"), "an absolute path, like /var/www");
    }

    static Optional<String> absolute(String path) {
        return unless(path.startsWith("/") && !path.contains("\n"), "an absolute path, like /etc");
    }

    static Optional<String> path(String path) {
        return unless(PATH.matcher(path).matches(), "a path like /health, without blanks, others percent-encoded");
    }

    static Optional<String> host(String host) {
        Matcher found = HOST.matcher(host);
        boolean good = found.matches() && (found.group(1) == null || isPort(found.group(1)));
        return unless(good, "a host as in a URL, with its port or without: app.example.com, [::1]:8443");
    }

    static Optional<String> headerValue(String value) {
        boolean good = HEADER_VALUE.matcher(value).matches()
                && value.getBytes(StandardCharsets.UTF_8).length <= HEADER_VALUE_BYTES;
        return unless(
                good, "a text of one line without control characters, of at most " + HEADER_VALUE_BYTES + " bytes");
    }

    static Optional<String> program(String program) {
        return unless(!program.isBlank(), "the name or path of a program");
    }

    static Optional<String> address(String on) {
        int colon = on.lastIndexOf(':');
        String port = on.substring(colon + 1);
        if (colon > 0 && NUMBER.matcher(port).matches() && !isPort(port)) {
            return Optional.of("a port from 1 to 65535");
        }
        if (colon == 0 || on.startsWith("*:")) {
            return Optional.of("an address before the port, like 127.0.0.1, or 0.0.0.0 for all of them");
        }
        try {
            return AddressComparison.fault(HostPort.parse(on));
        } catch (IllegalArgumentException e) {
            return Optional.of("HOST:PORT, like 127.0.0.1:5000, 0.0.0.0:80 or [::1]:5000");
        }
    }

    private static boolean isPort(String digits) {
        return digits.length() <= 5 && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
    }

    private static Optional<String> unless(boolean good, String expected) {
        return good ? Optional.empty() : Optional.of(expected);
    }
}
