package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import picocli.CommandLine.Option;

/** The option {@code -m} of every command that makes a revision. */
public final class MessageOption {
    private static final int LONGEST = 200;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MESSAGE",
            description = "The reason, for the history; at most 200 characters.")
    private String text = "";

    public String text() throws Failure {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new Failure(ExitCode.USAGE, "the message is longer than " + LONGEST + " characters, nothing sent");
        }
        return text.strip();
    }
}
