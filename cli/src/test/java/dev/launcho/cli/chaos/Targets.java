package dev.launcho.cli.chaos;

import java.util.Locale;
import java.util.Random;

/** Targets, made at random: {@code web} is under load, {@code side} and {@code daemon} are there to be harmed. One thread. */
final class Targets {
    private final int service;
    private final Random random;
    private int version;
    private int replicas = 2;
    private String mode = "ok";
    private boolean daemon = true;
    private int daemonVersion;
    private boolean side = true;
    private String update = "surge";

    Targets(int service, Random random) {
        this.service = service;
        this.random = random;
    }

    /** As the last one, but for one thing or two. */
    String next() {
        switch (random.nextInt(6)) {
            case 0 -> replicas = 2 + random.nextInt(3);
            case 1 -> daemon = !daemon;
            case 2 -> side = !side;
            case 3 -> mode = mode.equals("ok") ? (random.nextBoolean() ? "exit" : "sick") : "ok";
            default -> version++;
        }
        return yaml();
    }

    /** The one before all faults: a version that can't start has none before it that could serve. */
    String first() {
        next();
        mode = "ok";
        return yaml();
    }

    /** What is to be reached in the end. All begin anew: one that was harmed often would wait for up to a minute. */
    String last() {
        mode = "ok";
        version++;
        daemonVersion = version;
        replicas = 3;
        daemon = true;
        side = true;
        return yaml();
    }

    String newVersion() {
        mode = "ok";
        version++;
        return yaml();
    }

    int version() {
        return version;
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder("processes:\n");
        app(yaml, "web", replicas, mode);
        if (side) {
            app(yaml, "side", 2, "ok");
        }
        if (daemon) {
            // Forked twice, in a session of its own, deaf to SIGTERM: only the tree's end ends it.
            yaml.append(
                            "  - name: daemon\n    command: [sh, -c, \"(setsid sh -c 'trap : TERM; while :; do sleep 1; done' &);")
                    .append(" exec sleep 100000\"]\n    stop: {timeout: 1s}\n    env: {VERSION: \"")
                    .append(daemonVersion)
                    .append("\"}\n");
        }
        yaml.append("services:\n  - {name: web, on: \"127.0.0.1:")
                .append(service)
                .append("\", hold: 30s}\n");
        yaml.append("  - {name: side, on: \"127.0.0.1:").append(service + 1).append("\"}\n");
        return yaml.toString();
    }

    private void app(StringBuilder yaml, String name, int count, String how) {
        yaml.append("  - name: ")
                .append(name)
                .append("\n    command: ")
                .append(ChaosApp.command(name.toUpperCase(Locale.ROOT)))
                .append("\n    env: {VERSION: \"")
                .append(version)
                .append("\", MODE: ")
                .append(how)
                .append("}")
                .append("\n    receives: [")
                .append(name)
                .append("]\n    replicas: ")
                .append(count)
                .append("\n    update: ")
                .append(update)
                .append("\n    start_timeout: 20s\n    drain: 5s\n    stop: {timeout: 2s}\n    min_healthy: 200ms")
                .append("\n    health: {service: ")
                .append(name)
                .append(", path: /health, interval: 1s, timeout: 2s}\n");
    }
}
