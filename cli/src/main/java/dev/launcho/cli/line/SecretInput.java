package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The value of a secret from a pipe, a file or a terminal: UTF-8 text. One line end behind it is dropped, since
 * {@code echo} and editors add one that is no part of a password. A notice says so, and {@code --raw} keeps it.
 */
public final class SecretInput {
    static final int LARGEST = 1024 * 1024;

    private final Console console;
    private final String name;
    private final boolean raw;

    /** @param name of the secret */
    public SecretInput(Console console, String name, boolean raw) {
        this.console = console;
        this.name = name;
        this.raw = raw;
    }

    /** Returns what a person types, without echo; Enter is no part of it. */
    public String ask() throws Failure {
        String value = text(HiddenPrompt.ask(console, "value of " + name + ": "), "what you typed");
        if (value.isEmpty()) {
            throw empty("no value given, nothing sent");
        }
        return value;
    }

    /** @param file {@code -} is standard input */
    public String read(String file) throws Failure {
        String source = InputFile.shown(file);
        String value = text(InputFile.bytes(console, file, LARGEST), source);
        int lineEnd = raw ? 0 : lineEnd(value);
        if (value.length() == lineEnd) {
            throw empty(source + (lineEnd == 0 ? " is empty, nothing sent" : " is an empty line, nothing sent"));
        }
        if (lineEnd > 0) {
            console.notice("the line end after the value is left out; --raw keeps it");
        }
        return value.substring(0, value.length() - lineEnd);
    }

    /** Returns a value of the command line as it is; Java puts U+FFFD in place of bytes that are not UTF-8, which is refused. */
    public static String argument(String value) throws Failure {
        if (value.indexOf('\uFFFD') >= 0) {
            throw notText("VALUE");
        }
        return value;
    }

    /** Returns the length in characters of the one line end that stands last: LF or CR LF; 0 if there is none. */
    private static int lineEnd(String text) {
        return text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    }

    private static String text(byte[] bytes, String source) throws Failure {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new Failure(
                        ExitCode.INVALID,
                        source + " has a NUL character, which no environment variable can have, nothing sent",
                        "for bytes use a resource: launcho resource up FILE");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw notText(source);
        }
    }

    private static Failure notText(String source) {
        return new Failure(
                ExitCode.INVALID,
                source + " is not UTF-8 text, nothing sent",
                "for bytes use a resource: launcho resource up FILE");
    }

    /** Returns the failure for an empty value: the program that feeds a pipe may have failed, and the password must not be lost. */
    private Failure empty(String problem) {
        return new Failure(ExitCode.INVALID, problem, "an empty value is set with: launcho secret set " + name + " ''");
    }
}
