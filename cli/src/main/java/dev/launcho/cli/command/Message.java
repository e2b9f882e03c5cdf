package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import picocli.CommandLine.Option;

/** {@code -m}, on every command that makes a revision. */
final class Message {
    private static final int LONGEST = 200;

    @Option(
            names = {"-m", "--message"},
            paramLabel = "MESSAGE",
            description = "Why, for the history; at most 200 characters.")
    private String text = "";

    String text() throws Failure {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new Failure(ExitCode.USAGE, "the message is longer than " + LONGEST + " characters, nothing sent");
        }
        return text.strip();
    }
}
