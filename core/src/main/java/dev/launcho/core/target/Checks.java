package dev.launcho.core.target;

import dev.launcho.core.model.HostPort;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value must be like. Used while reading for values without references, and by {@link Resolver} for the others. Each
 * check returns what was expected instead, without the value: after substitution it may hold a secret.
 */
final class Checks {
    private static final Pattern RESOURCE_ID = Pattern.compile("[0-9a-f]{40}");
    /** No leading dash (it becomes an argument of setpriv), nothing that /etc/passwd can't hold. */
    private static final Pattern ACCOUNT = Pattern.compile("[^\\s:,/\\p{Cntrl}-][^\\s:,/\\p{Cntrl}]{0,255}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    /** The characters of an HTTP request target (RFC 9112, section 3.2): visible ASCII. */
    private static final Pattern PATH = Pattern.compile("[!-~]+");

    /** The highest id; the next one, 2^32-1, means "no change" to the kernel. */
    private static final long HIGHEST_ID = (1L << 32) - 2;

    private Checks() {}

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

    static Optional<String> path(String path) {
        return unless(PATH.matcher(path).matches(), "a path like /health, without blanks, others percent-encoded");
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
            return Addresses.fault(HostPort.parse(on));
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
