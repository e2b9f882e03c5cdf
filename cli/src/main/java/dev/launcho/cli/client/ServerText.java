package dev.launcho.cli.client;

import dev.launcho.core.text.QuotedText;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of texts that a server sends and that this program prints, stores or gives to a shell. */
public final class ServerText {
    /** The tokens of RFC 6750 (2.1); they need no quotes in an auth file. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,1024}=*");

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{16,256}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}");

    private ServerText() {}

    /**
     * Returns whether this can be the name of a process, service, instance, secret, resource or token. A shell does nothing
     * with such a name, and no command takes it for an option.
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Returns those of {@code names} that can be names. */
    static List<String> names(List<String> names) {
        return names.stream().filter(ServerText::isName).toList();
    }

    /** Returns a code for a login, which becomes a part of an address. @param server its address, for the message */
    static String code(String text, String server) throws Failure {
        if (!CODE.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.FAILED,
                    server + " answered with " + QuotedText.of(text) + ", which is no code for a login",
                    "is this a launcho server? `launcho version` shows its version");
        }
        return text;
    }

    /** @param server its address, for the message */
    static String token(String text, String server) throws Failure {
        if (!TOKEN.matcher(text).matches()) {
            throw new Failure(
                    ExitCode.FAILED,
                    server + " answered with " + QuotedText.of(text) + ", which is no token",
                    "no file was changed; is this a launcho server? `launcho print-auth` on it prints its tokens");
        }
        return text;
    }
}
