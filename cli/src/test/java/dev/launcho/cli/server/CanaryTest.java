package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.command.Cli;
import dev.launcho.cli.render.Console;
import dev.launcho.core.event.Event;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret is planted wherever a target can have one, in processes that fail in every way, one of which even logs it. Then
 * whatever the server and its commands print, and every file that the server writes, is searched. Left out are what has to have
 * it: {@code secret get}, and the bytes that a process itself wrote into its log.
 */
@Tag("attack")
class CanaryTest {
    private static final String CANARY = "canary-7f3a9c51-value";
    private static final String LATER = "canary-0b44d2ee-later";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final List<String> outputs = new ArrayList<>();
    private HomeDirectory home;
    private Wiring server;

    @BeforeEach
    void start() throws Exception {
        home = new HomeDirectory(dir.resolve("home"));
        StoreFactory.prepare(home);
        int first = 26_000 + (int) (ProcessHandle.current().pid() % 80) * 20;
        Files.writeString(home.extraSecrets(), "PLAIN: \"" + CANARY + "-of-the-first-launcho\"\n");
        server = WiredServer.start(home, first, "", "", this::note);
    }

    @AfterEach
    void stop() {
        server.stop(millis -> {});
        server.close();
    }

    private void note(Event event) {
        events.add(event.severity() + " " + event.subject() + ": " + event.message());
    }

    private Cli.Result run(Cli cli, String... arguments) {
        Cli.Result result = cli.run(arguments);
        outputs.add(String.join(" ", arguments) + "\n" + result.out() + result.err());
        return result;
    }

    private Cli.Result run(String... arguments) {
        return run(Cli.at(home.dir()), arguments);
    }

    private static final String TARGET = """
            processes:
            - {name: well, command: [sleep, "600"], env: {KEY: "${CANARY}"}}
            - {name: talks, command: [sh, -c, 'echo "no way into db at $KEY" >&2; exit 3'], env: {KEY: "${CANARY}"}, start_timeout: 1s}
            - {name: shown, command: [sleep, "600", "${CANARY}"]}
            - {name: nowhere, command: [x], cwd: "/nowhere/${CANARY}", start_timeout: 1s}
            - {name: nobody, command: [x], uid: "${CANARY}", gid: "${CANARY}", start_timeout: 1s}
            - {name: nogroup, command: [x], groups: ["${CANARY}"], start_timeout: 1s}
            - {name: noprogram, command: ["/bin/${CANARY}"], start_timeout: 1s}
            - {name: noresource, command: [x], resources: [{id: "${CANARY}", file: f}]}
            - {name: sick, command: [sleep, "600"], health: {exec: ["/bin/${CANARY}"]}, start_timeout: 1s}
            - {name: badpath, command: [sleep, "600"], receives: [http], health: {path: "/${CANARY} "}, start_timeout: 1s}
            services:
            - {name: http, on: "127.0.0.1:${CANARY}"}
            """;

    @Test
    void canary_plantedEverywhere_isFoundNowhere() throws Exception {
        run(Cli.at(home.dir()).input(CANARY), "secret", "set", "CANARY", "-m", "planted");
        run(Cli.at(home.dir()).input(TARGET), "target", "plan", "-");
        Cli.Result set = run(Cli.at(home.dir()).input(TARGET), "target", "set", "-", "-m", "all of it");
        assertThat(set.exit()).as(set.err()).isEqualTo(8);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(String.join("\n", events)).contains("talks:", "nowhere:", "noprogram:"));
        run(Cli.at(home.dir()).input(LATER), "secret", "set", "CANARY", "--dry-run");
        run(Cli.at(home.dir()).input(LATER), "secret", "set", "CANARY", "--no-wait");
        run("rollback", "1", "--dry-run");
        for (String command : List.of(
                "status",
                "status -o json",
                "status -o wide",
                "status -o yaml",
                "status talks --all",
                "events",
                "events -o json",
                "events -o yaml",
                "history",
                "history -o json",
                "history -o wide",
                "target history -o yaml",
                "target show 1",
                "target show 1 -o json",
                "target show 2 -o json",
                "target show 2",
                "target get",
                "target validate nothing",
                "secret ls",
                "secret ls -o json",
                "secret rm CANARY",
                "resource ls",
                "resource gc",
                "restart talks --no-wait")) {
            run(command.split(" "));
        }
        for (String process :
                List.of("well", "talks", "shown", "nowhere", "nobody", "noprogram", "noresource", "sick", "badpath")) {
            for (String form : List.of("table", "json", "yaml")) {
                assertThat(run("why", process, "-o", form).exit()).isZero();
            }
        }
        // While the next try has just begun, it is that one's lines that are shown, of which there are none yet.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(run("why", "talks").out()).contains("no way into db at ${CANARY}"));
        Cli.Result masked = run(Cli.at(home.dir()).terminal(Console.Stream.OUT), "secret", "get", "CANARY");
        assertThat(masked.out()).contains("•");
        assertThat(Cli.at(home.dir()).run("secret", "get", "CANARY").out()).isEqualTo(LATER + "\n");
        server.stop(millis -> {});

        outputs.addAll(events);
        assertThat(outputs).noneMatch(text -> text.contains(CANARY) || text.contains(LATER));
        assertThat(String.join("\n", outputs)).as("quoted, without the value").contains("no way into db at ${CANARY}");
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.filter(Files::isRegularFile).filter(f -> !f.startsWith(home.logs())))
                    .isNotEmpty()
                    .noneMatch(file -> {
                        String text = read(file);
                        return text.contains(CANARY) || text.contains(LATER);
                    });
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
