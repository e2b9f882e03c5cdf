package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A budget of logs that are open at a time, since each of them holds a descriptor and memory. Any thread. */
@FunctionalInterface
public interface LogBudget {
    LogBudget UNLIMITED = () -> Optional.of(() -> {});

    /** Takes the place of one log until it is closed; closing it again does nothing. @return empty if none is left */
    Optional<Closeable> take();

    /** The failure to open a log for which the budget has no place. */
    final class Spent extends IOException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("too many logs are open");
        }
    }
}
