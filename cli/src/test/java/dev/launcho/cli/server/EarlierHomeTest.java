package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.ServerOperations;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.store.HomeDirectory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Today's server on a home that an earlier one has written, see {@link EarlierHome}. */
class EarlierHomeTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ChangeAuthor ANA = new ChangeAuthor("ana@laptop", "127.0.0.1");
    private static final Map<String, String> ENVIRONMENT = Map.of("FROM_ENVIRONMENT", "from the environment");
    private static final String BUNDLE = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";
    private static final Map<String, String> SECRETS = Map.of(
            "ACCOUNT", "daemon",
            "BUNDLE", BUNDLE,
            "FROM_CONFIG", "from the config",
            "FROM_ENVIRONMENT", "from the environment",
            "FROM_FILE", "from the file",
            "KEY", "abc",
            "PASSWORD", "Grüß \"Gott\" 2",
            "PORT", "18772");

    /** Members of a status that differ from moment to moment. */
    private static final Set<String> MOMENTARY = Set.of(
            "version", "started_at", "pid", "cpu", "memory", "files", "connections", "traffic", "events", "detail");

    /** Those that are shown depend on the secret's name today, so that nobody sees whether two secrets are equal. */
    private static final Set<String> FINGERPRINTS = Set.of("secrets");

    /** A little earlier than now: the times of files come from a coarser clock. */
    private final GoldenJson golden = new GoldenJson(Instant.now().minusSeconds(10));

    @TempDir
    Path dir;

    private HomeDirectory home;
    private InstancesInMemory instances;

    @BeforeEach
    void copy() throws Exception {
        home = EarlierHome.copy(dir);
        instances = InstancesInMemory.recorded(home.instances());
    }

    @Test
    void home_allThatItKeeps_isRead() throws Exception {
        try (HomeServer server = start()) {
            assertThat(secrets(server.operations)).isEqualTo(SECRETS);
            assertThat(server.operations.target().text()).isEqualTo(EarlierHome.text("home/launcho-target.yaml"));
            try (InputStream bundle = server.operations.openResource(BUNDLE)) {
                assertThat(new String(bundle.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("hello\n");
            }
            assertThat(server.operations.revision(1).text())
                    .isEqualTo(server.operations.revision(4).text())
                    .isNotEqualTo(server.operations.revision(3).text());
        }
        assertThat(damaged()).isEmpty();
    }

    @Test
    void start_instancesOfTheEarlierServer_areNotReplacedAndNoJobRunsAgain() throws Exception {
        try (HomeServer server = start()) {
            assertThat(versions(server.operations)).isEqualTo(versions(before()));
            assertThat(goals(server.operations.status(false))).isEqualTo(goals(before()));
        }
        assertThat(instances.diary).isEmpty();
    }

    @Test
    void json_ofStatusHistoryEventsAndPlan_keepsWhatTheEarlierVersionPrinted() throws Exception {
        try (HomeServer server = start()) {
            JsonObject status = RecordJson.write(server.operations.status(true));
            JsonArray history = Json.array(server.operations.history(), RecordJson::write);
            JsonArray events = Json.array(server.operations.events(0, 1_000), RecordJson::write);
            JsonObject plan = RecordJson.write(
                    server.operations.planTarget("next.yaml", EarlierHome.text("next.yaml"), SecretVisibility.ALL));

            golden.check("status", status);
            golden.check("history", history);
            golden.check("events", events);
            golden.check("plan", plan);
            JsonObject said = (JsonObject) said("status");
            said.remove("ended"); // It was not asked for.
            GoldenJson.assertKept("status", said, status, MOMENTARY);
            GoldenJson.assertKept("history", said("history"), history, FINGERPRINTS);
            JsonArray told = (JsonArray) said("events");
            long first = RecordJson.read(Event.class, told.getObject(0))
                    .sequence(); // `launcho events` prints the last hundred.
            JsonArray same = Json.array(server.operations.events(first - 1, 1_000), RecordJson::write);
            GoldenJson.assertKept("events", told, new JsonArray(same.subList(0, told.size())), Set.of());
            GoldenJson.assertKept("plan", said("plan"), plan, Set.of());
        }
    }

    @Test
    void restart_afterChangesOfTodaysServer_readsBackWhatItWrote() throws Exception {
        Map<String, String> versions;
        List<RevisionView> history;
        List<String> events;
        try (HomeServer server = start()) {
            ServerOperations operations = server.operations;
            operations.setSecret("PASSWORD", "three", OptionalLong.empty(), ANA);
            settle(operations, 7);
            operations.resume("held", ANA);
            operations.setTarget("next.yaml", EarlierHome.text("next.yaml"), OptionalLong.empty(), ANA);
            settle(operations, 8);
            operations.rollback(OptionalLong.of(1), OptionalLong.empty(), ANA);
            settle(operations, 9);
            assertThat(secrets(operations)).containsEntry("PASSWORD", "Grüß \"Gott\" 1");
            versions = versions(operations);
            history = operations.history();
            events = written(operations.events(0, 1_000));
        }
        assertThat(instances.diary).doesNotContain("launch migrate").contains("launch web", "launch held");
        assertThat(instances.diary.stream().filter("launch report"::equals))
                .as("its third copy, which next.yaml adds")
                .hasSize(1);
        instances.diary.clear();

        try (HomeServer server = start()) {
            assertThat(versions(server.operations)).isEqualTo(versions);
            assertThat(server.operations.history()).isEqualTo(history);
            assertThat(written(server.operations.events(0, 1_000))).startsWith(events.toArray(String[]::new));
            assertThat(secrets(server.operations)).containsEntry("PASSWORD", "Grüß \"Gott\" 1");
        }
        assertThat(instances.diary).isEmpty();
        assertThat(damaged()).isEmpty();
    }

    private static List<String> written(List<Event> events) {
        return events.stream().map(event -> Json.line(RecordJson.write(event))).toList();
    }

    @Test
    void auth_ofServerAndClient_isRead() throws Exception {
        ServerAuth.Loaded server = ServerAuth.loadOrGenerate(home.serverAuth(), 1);
        Auth client = AuthFile.read(home.clientAuth("prod"));

        assertThat(server.auth().token()).isEqualTo(client.token()).isNotEmpty();
        assertThat(server.auth().cert()).isEqualTo(client.cert());
        assertThat(client.host()).isEqualTo("203.0.113.7:18771");
    }

    private HomeServer start() throws Exception {
        HomeServer server = new HomeServer(home, instances, ENVIRONMENT);
        await().atMost(SOON)
                .until(() -> server.operations.status(false).processes().stream()
                                .allMatch(p -> p.instances().stream().allMatch(StatusView.Instance::ready))
                        && !versions(server.operations).isEmpty());
        return server;
    }

    private static void settle(ServerOperations operations, long revision) {
        await().atMost(SOON).until(() -> {
            RevisionView last = operations.history().get(0);
            return last.number() == revision && last.outcome() == RolloutOutcome.LIVE;
        });
    }

    private static Map<String, String> secrets(ServerOperations operations) throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (String name : operations.secretNames()) {
            all.put(name, operations.secret(name));
        }
        return all;
    }

    /** Returns the versions of the instances, by name. */
    private static Map<String, String> versions(ServerOperations operations) {
        return versions(operations.status(false));
    }

    private static Map<String, String> versions(StatusView status) {
        return status.processes().stream()
                .flatMap(p -> p.instances().stream())
                .collect(Collectors.toMap(StatusView.Instance::id, StatusView.Instance::version));
    }

    private static Map<String, String> goals(StatusView status) {
        return status.processes().stream()
                .collect(Collectors.toMap(StatusView.Process::name, p -> p.state() + " " + p.goal()));
    }

    private static StatusView before() {
        return RecordJson.read(StatusView.class, (JsonObject) said("status"));
    }

    private static Object said(String name) {
        return GoldenJson.parse(EarlierHome.text("said/" + name + ".json"));
    }

    private List<String> damaged() throws Exception {
        try (Stream<Path> files = Files.walk(home.dir())) {
            return new ArrayList<>(files.map(Path::toString)
                    .filter(name -> name.endsWith(".damaged"))
                    .toList());
        }
    }
}
