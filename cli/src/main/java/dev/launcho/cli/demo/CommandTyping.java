package dev.launcho.cli.demo;

import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;

/** The commands that a user would type to the demonstration's server. */
public interface CommandTyping {
    /** Shows the command and runs it. @return its exit code */
    int type(String... command);

    /** Shows the command, runs it, shows its standard output, and returns that, trimmed. */
    String output(String... command);

    /** Returns a line as it looks on a terminal. */
    String prompt(String line);

    StatusView status() throws Failure;
}
