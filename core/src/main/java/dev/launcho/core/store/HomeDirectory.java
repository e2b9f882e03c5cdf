package dev.launcho.core.store;

import java.nio.file.Path;

/** The home directory of a server and the names in it, as the first Launcho chose them. Immutable. */
public record HomeDirectory(Path dir) {
    /** Returns {@code --home}, else {@code LAUNCHO_HOME}, else {@code ~/.launcho}; empty strings count as not given. */
    public static HomeDirectory of(String flag, String environment, String userHome) {
        if (!flag.isEmpty()) {
            return new HomeDirectory(Path.of(flag).toAbsolutePath().normalize());
        }
        if (!environment.isEmpty()) {
            return new HomeDirectory(Path.of(environment).toAbsolutePath().normalize());
        }
        return new HomeDirectory(Path.of(userHome, ".launcho").toAbsolutePath().normalize());
    }

    public Path config() {
        return dir.resolve("launcho-config.yaml");
    }

    public Path serverAuth() {
        return dir.resolve("launcho-server-auth.yaml");
    }

    /** @param which name of a server; empty for the only or default one */
    public Path clientAuth(String which) {
        return dir.resolve((which.isEmpty() ? "" : which + "-") + "launcho-client-auth.yaml");
    }

    public Path target() {
        return dir.resolve("launcho-target.yaml");
    }

    public Path extraSecrets() {
        return dir.resolve("launcho-extra-secrets.yaml");
    }

    /** Returns the file of named tokens, which does not have the tokens themselves. */
    public Path tokens() {
        return dir.resolve("launcho-tokens.json");
    }

    /** Returns the file of open troubles, and of the messages about them that were not delivered. */
    public Path notifyState() {
        return dir.resolve("notify.json");
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

    /** Returns the file that lists which part of the kernel's IPVS table belongs to this server. */
    public Path ipvs() {
        return dir.resolve("ipvs-claims");
    }

    /** Returns the file that the running server keeps locked; it has the server's pid and admin address. */
    public Path lock() {
        return dir.resolve("server.lock");
    }
}
