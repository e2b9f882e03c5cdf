package dev.launcho.core.reconcile;

import java.nio.file.Path;

/** A server in a JVM of its own that dies in the middle of a launch: in its first rollout, or in its second. */
final class DyingServer {
    private DyingServer() {}

    /** The home, and the number of steps that it takes. */
    public static void main(String[] args) throws Exception {
        RealServer server = new RealServer(Path.of(args[0]), Integer.parseInt(args[1]));
        server.deploy(target("v1"));
        server.deploy(target("v2"));
        System.out.println("lives");
        Runtime.getRuntime().halt(1);
    }

    static String target(String version) {
        return """
                processes:
                - name: web
                  before: "(sleep 600 &)"
                  command: [sh, -c, 'echo up; exec sleep 600']
                  env: {VERSION: %s}
                  receives: [http]
                  health: {exec: ["true"]}
                  min_healthy: 50ms
                services:
                - name: http
                  on: 127.0.0.1:5000
                """.formatted(version);
    }
}
