package dev.launcho.core.store;

import java.nio.file.Path;

/** The state directory and the names in it, as the first Launcho laid them. Immutable. */
public record Home(Path dir) {
    /** {@code --home}, else {@code LAUNCHO_HOME}, else {@code ~/.launcho}; empty strings count as not given. */
    public static Home of(String flag, String environment, String userHome) {
        if (!flag.isEmpty()) {
            return new Home(Path.of(flag).toAbsolutePath().normalize());
        }
        if (!environment.isEmpty()) {
            return new Home(Path.of(environment).toAbsolutePath().normalize());
        }
        return new Home(Path.of(userHome, ".launcho").toAbsolutePath().normalize());
    }

    public Path config() {
        return dir.resolve("launcho-config.yaml");
    }

    public Path serverAuth() {
        return dir.resolve("launcho-server-auth.yaml");
    }

    /** @param which empty for the only or default server */
    public Path clientAuth(String which) {
        return dir.resolve((which.isEmpty() ? "" : which + "-") + "launcho-client-auth.yaml");
    }

    public Path target() {
        return dir.resolve("launcho-target.yaml");
    }

    public Path extraSecrets() {
        return dir.resolve("launcho-extra-secrets.yaml");
    }

    public Path storage() {
        return dir.resolve("storage");
    }

    public Path revisions() {
        return dir.resolve("revisions");
    }

    public Path instances() {
        return dir.resolve("instances");
    }

    public Path logs() {
        return dir.resolve("logs");
    }

    public Path work() {
        return dir.resolve("work");
    }

    public Path events() {
        return dir.resolve("events.jsonl");
    }

    /** What of the kernel's IPVS table is this server's. */
    public Path ipvs() {
        return dir.resolve("ipvs-claims");
    }

    /** Held locked by the running server; holds its pid and admin address. */
    public Path lock() {
        return dir.resolve("server.lock");
    }
}
