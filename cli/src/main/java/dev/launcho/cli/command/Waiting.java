package dev.launcho.cli.command;

import picocli.CommandLine.Option;

/** {@code --no-wait}, on every command that changes what runs. */
final class Waiting {
    @Option(names = "--no-wait", description = "Return once the server has taken it, without waiting for the rollout.")
    private boolean noWait;

    boolean wanted() {
        return !noWait;
    }
}
