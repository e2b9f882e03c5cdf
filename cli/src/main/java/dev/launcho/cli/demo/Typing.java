package dev.launcho.cli.demo;

import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;

/** Types commands as a user would, to the demonstration's server. */
public interface Typing {
    /** Shows the command and runs it. @return its exit code */
    int type(String... command);

    /** Shows the command, runs it, shows what it printed on standard output, and returns that, trimmed. */
    String output(String... command);

    /** A line as it looks on a terminal. */
    String prompt(String line);

    StatusView status() throws Failure;
}
