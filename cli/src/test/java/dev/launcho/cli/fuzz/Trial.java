package dev.launcho.cli.fuzz;

import java.util.Optional;

/** Hands one case to what is tested and looks at what comes of it. For one thread. */
interface Trial extends AutoCloseable {
    /**
     * What is wrong with what came of it.
     *
     * @param sure false for what a busy machine does as well, such as slowness: it counts if it is so once more, alone
     */
    record Fault(String what, boolean sure) {
        static Optional<Fault> sure(String what) {
            return Optional.of(new Fault(what, true));
        }

        static Optional<Fault> unsure(String what) {
            return Optional.of(new Fault(what, false));
        }
    }

    Optional<Fault> of(byte[] input);

    @Override
    default void close() {}
}
