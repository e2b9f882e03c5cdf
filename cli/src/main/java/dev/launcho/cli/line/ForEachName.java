package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A loop that does the same to several names, and goes on when one of them fails. */
public final class ForEachName {
    private static final Set<ExitCode> STOPPING =
            EnumSet.of(ExitCode.UNREACHABLE, ExitCode.AUTH, ExitCode.UNKNOWN_OUTCOME);

    private ForEachName() {}

    /** The action on one name. */
    public interface Action {
        void run(String name) throws Failure;
    }

    /**
     * @return the exit code of the first name that failed, or OK
     * @throws Failure at once for a failure that the rest would meet too, as when the server can't be asked
     */
    public static ExitCode of(Console console, List<String> names, Action action) throws Failure {
        ExitCode exit = ExitCode.OK;
        for (String name : names) {
            try {
                action.run(name);
            } catch (Failure e) {
                if (STOPPING.contains(e.exit())) {
                    throw e;
                }
                console.error(e.lines());
                exit = exit == ExitCode.OK ? e.exit() : exit;
            }
        }
        return exit;
    }
}
