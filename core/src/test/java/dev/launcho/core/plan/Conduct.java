package dev.launcho.core.plan;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.simulation.Agenda;

/**
 * How the instances of a version behave in a {@link Stage}. Milliseconds; {@link #NEVER} = it does not happen.
 *
 * @param launchesIn from the launch to its shim running
 * @param readyIn from running to the first good probe
 * @param exitsIn from running to an end of its own
 * @param exit how it ends then
 * @param drainsIn from retirement to its last connection's end
 * @param stopsIn from the stop signal to its end
 * @param diesIn from SIGKILL to its end
 * @param killsSurvived how many SIGKILLs it outlives, as a tree that forks does
 */
record Conduct(
        long launchesIn,
        long readyIn,
        long exitsIn,
        Exit exit,
        long drainsIn,
        long stopsIn,
        long diesIn,
        int killsSurvived) {
    static final long NEVER = Agenda.NEVER;

    /** Ready soon, and does what it is asked to. */
    static final Conduct GOOD = new Conduct(5, 100, NEVER, exit(0), 20, 30, 5, 0);

    static final Conduct NEVER_READY = GOOD.readyIn(NEVER);

    static Exit exit(int status) {
        return Exit.of(Exit.Stage.COMMAND, status);
    }

    Conduct readyIn(long ms) {
        return new Conduct(launchesIn, ms, exitsIn, exit, drainsIn, stopsIn, diesIn, killsSurvived);
    }

    Conduct exitsIn(long ms, int status) {
        return endsIn(ms, exit(status));
    }

    Conduct endsIn(long ms, Exit how) {
        return new Conduct(launchesIn, readyIn, ms, how, drainsIn, stopsIn, diesIn, killsSurvived);
    }

    Conduct drainsIn(long ms) {
        return new Conduct(launchesIn, readyIn, exitsIn, exit, ms, stopsIn, diesIn, killsSurvived);
    }

    Conduct stopsIn(long ms) {
        return new Conduct(launchesIn, readyIn, exitsIn, exit, drainsIn, ms, diesIn, killsSurvived);
    }

    Conduct killsSurvived(int kills) {
        return new Conduct(launchesIn, readyIn, exitsIn, exit, drainsIn, stopsIn, diesIn, kills);
    }
}
