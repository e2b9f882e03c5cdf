package dev.launcho.cli.line;

import picocli.CommandLine.Option;

/** The option {@code --no-wait} of every command that changes what runs. */
public final class WaitOption {
    @Option(
            names = "--no-wait",
            description = "Return when the server has accepted the change, without waiting for the rollout.")
    private boolean noWait;

    boolean wanted() {
        return !noWait;
    }
}
