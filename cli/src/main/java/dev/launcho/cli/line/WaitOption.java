package dev.launcho.cli.line;

import picocli.CommandLine.Option;

/** The option {@code --no-wait} of every command that changes what runs. */
public final class WaitOption {
    @Option(
            names = "--no-wait",
            description = "Return when the server has accepted the change, without waiting for the rollout.")
    private boolean noWait;

    /** Returns an option that does not wait, for a change that another one follows. */
    public static WaitOption none() {
        WaitOption none = new WaitOption();
        none.noWait = true;
        return none;
    }

    boolean wanted() {
        return !noWait;
    }
}
