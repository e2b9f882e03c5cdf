package dev.launcho.cli.fuzz;

import dev.launcho.core.config.ConfigReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Targets, configurations and auth files as somebody may have written them, by mistake or to do harm. */
final class OddFiles {
    private static final String TARGET = """
            processes:
              - name: "web"
                command: ["node", "server.js", "${A}"]
                receives: ["http"]
                env: &env {A: "1", B: "${SECRET}", C: $${X}}
                before: |
                  tar -xf bundle.tar
                  mv bundle/* .
                uid: "www-data"
                gid: 33
                cwd: /srv
                health: {service: "http", path: "/health?a=${A}", interval: 2s, timeout: 1.5s, failures: 3,
                  scheme: https, host: "${NAME}:8443", headers: {X-A: "Bearer ${A}", B: c}, status: "200-299,401"}
                resources: [{id: "${BUNDLE}", file: "bundle.tar"}]
                replicas: 2
                update: recreate
                restart: on-failure
                min_healthy: 1s
                start_timeout: 1m
                weight: 3
                drain: 30s
                stop: {signal: INT, timeout: 10s}
                limits: {memory: 64M, cpu: 0.5, pids: 100, files: 1024, core: 0}
                after: [cron]
              - name: cron
                command: ["true"]
                env: *env
                health: {exec: ["pg_isready", "-q"]}
            services:
              - name: "http"
                on: "127.0.0.1:5000"
                hold: 10s
                unavailable: close
                balance: least_connections
                proxy_protocol: v2
                accept_proxy: ["10.0.0.0/8", "::1/128"]
                max_connections: 100
                idle_timeout: 1h
            """;

    private static final String CONFIG = """
            secrets:
              file: "secrets.yaml"
              env: [HOME, A_B]
              values: {NAME: "value", Other.name: 'x'}
            server:
              admin_host: "${HOST}"
              admin_port: 12888
              loopback_ports: [20000, 30000]
              balancer: netty
              relay: auto
              work_dir: /var/lib/launcho
            """;

    private static final String AUTH = """
            host: 127.0.0.1:12888
            cert: |
              -----BEGIN CERTIFICATE-----
              MIICyjCCAbKgAwIBAgIUbonG9e5mtQqUfKj3D5QDQCKXk
              -----END CERTIFICATE-----
            private: null
            token: 4d3cece2e4afc2875af2ca8bc27b8dce4fb6108826086613eb23cdb75fad2efe
            protected: true
            """;

    private static final List<String> GOOD = List.of(TARGET, TARGET, CONFIG, AUTH, ConfigReader.defaultText());

    /** What is no target, whatever stands between. */
    private static final String NEVER = "fuzzed: true\n";

    private static final int LARGE = 200_000;

    private OddFiles() {}

    /** The same for the same random numbers. */
    static byte[] next(Random random) {
        Mutations mutations = new Mutations(random);
        int kind = random.nextInt(100);
        if (kind < 80) {
            return mutations.of(GOOD.get(random.nextInt(GOOD.size())));
        }
        if (kind < 88) {
            return mutations.noise(random.nextInt(4000));
        }
        if (kind < 92) {
            return encoded(random, mutations);
        }
        byte[] bomb = bytes(bomb(random, mutations));
        return random.nextInt(4) == 0 ? mutations.of(new String(bomb, StandardCharsets.UTF_8)) : bomb;
    }

    /** Such that a server runs nothing of it. */
    static byte[] neverValid(Random random) {
        String file = new String(next(random), StandardCharsets.ISO_8859_1);
        return (NEVER + file + "\n" + NEVER).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encoded(Random random, Mutations mutations) {
        List<String> charsets = List.of("UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1", "IBM1047");
        byte[] file = (random.nextBoolean() ? "\ufeff" : "")
                .concat(TARGET)
                .replace("web", "w\u00e9b\ud83d\ude00")
                .getBytes(Charset.forName(charsets.get(random.nextInt(charsets.size()))));
        List<String> odd = List.of(
                "\u00c0\u0080",
                "\u00ed\u00a0\u0080",
                "\u00f8\u0088\u0080\u0080\u0080",
                "\u00fe\u00ff",
                "\u0080",
                "\u00c2\u0085",
                "\u00e2\u0080\u00a8",
                "\u00ef\u00bb\u00bf",
                "\u00f4\u0090\u0080\u0080",
                "\u001b[2J");
        if (random.nextBoolean()) {
            String text = new String(bytes(TARGET), StandardCharsets.ISO_8859_1);
            int at = random.nextInt(text.length());
            String bad = odd.get(random.nextInt(odd.size())).repeat(mutations.few(100));
            return (text.substring(0, at) + bad + text.substring(at)).getBytes(StandardCharsets.ISO_8859_1);
        }
        return file;
    }

    private static String bomb(Random random, Mutations mutations) {
        int many = mutations.few(LARGE);
        return switch (random.nextInt(16)) {
            case 0 -> laughs(2 + random.nextInt(12), 2 + random.nextInt(12));
            case 1 -> "a: &a [*a]\nprocesses: *a\n";
            case 2 -> "[".repeat(many);
            case 3 -> "{a: ".repeat(many / 4);
            case 4 -> "- ".repeat(many / 2);
            case 5 -> "? ".repeat(many / 2);
            case 6 -> indented(mutations.few(600));
            case 7 -> "processes: [" + "&a a, *a, ".repeat(many / 10) + "]\n";
            case 8 -> TARGET.replace("server.js", mutations.odd().repeat(mutations.few(LARGE / 8)));
            case 9 -> TARGET.replace("replicas: 2", "replicas: " + "9".repeat(many));
            case 10 -> TARGET.replace("30s", "9".repeat(many) + "s");
            case 11 -> TARGET.replace("receives", "r" + "e".repeat(many));
            case 12 -> "processes:\n" + "  - {name: web, command: [\"true\"]}\n".repeat(many / 36);
            case 13 -> "env: {" + "a: b, ".repeat(many / 6) + "}\n";
            case 14 -> "<<: *a\n" + "---\n".repeat(many / 4);
            default -> "processes:\n" + named(many / 40);
        };
    }

    /** A few lines that would be very many, were their aliases expanded. */
    private static String laughs(int levels, int times) {
        StringBuilder text = new StringBuilder("x0: &x0 [a, b]\n");
        for (int i = 1; i < levels; i++) {
            text.append("x").append(i).append(": &x").append(i).append(" [").append("*x" + (i - 1) + ", ");
            text.append(("*x" + (i - 1) + ", ").repeat(times)).append("]\n");
        }
        return text + "processes: *x" + (levels - 1) + "\n";
    }

    private static String indented(int levels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    private static String named(int many) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < many; i++) {
            text.append("  - {name: p")
                    .append(i)
                    .append(", comand: [], after: [p")
                    .append(i + 1)
                    .append("]}\n");
        }
        return text.toString();
    }
}
