package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.util.List;

/** Does the same to several things, and goes on when one of them fails. */
final class EachOne {
    private EachOne() {}

    /** What is done to one. */
    interface Action {
        void run(String name) throws Failure;
    }

    /**
     * @return how the first one that failed, failed
     * @throws Failure at once if the server can't be asked: so it would be for the rest
     */
    static ExitCode of(Console console, List<String> names, Action action) throws Failure {
        ExitCode exit = ExitCode.OK;
        for (String name : names) {
            try {
                action.run(name);
            } catch (Failure e) {
                if (e.exit() == ExitCode.UNREACHABLE || e.exit() == ExitCode.AUTH) {
                    throw e;
                }
                console.error(e.lines());
                exit = exit == ExitCode.OK ? e.exit() : exit;
            }
        }
        return exit;
    }
}
