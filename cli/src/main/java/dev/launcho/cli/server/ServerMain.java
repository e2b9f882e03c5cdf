package dev.launcho.cli.server;

import dev.launcho.core.store.Home;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a server until it is told to stop. */
public final class ServerMain {
    private ServerMain() {}

    /**
     * @param config instead of the one in the home
     * @return the exit code
     */
    public static int run(Home home, Optional<Path> config) {
        System.err.println("error: this build has no supervisor yet; it would have served " + home.dir()
                + config.map(file -> " with " + file).orElse(""));
        return 1;
    }
}
