package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.reconcile.RealServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What keeps a resource, and what deleting it all the same breaks. */
class ResourceCasesTest extends AdminOperationsFixture {
    private StoredResource stored(String name) throws RequestRefused {
        return operations.storeResource(name, new ByteArrayInputStream(name.getBytes(StandardCharsets.UTF_8)), ANA);
    }

    private void runs(StoredResource resource) throws Exception {
        server.deploy(
                "processes: [{name: app, command: [sleep, \"60\"], min_healthy: 50ms, drain: 0s, resources: [{id: "
                        + resource.id() + ", file: f}]}]\n");
    }

    /** As if all had been uploaded then. */
    private void ago(Duration age) throws IOException {
        try (Stream<Path> files = Files.list(server.home.storage())) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    @Test
    void remove_keptRevisionsNeedIt_isRefusedAndForced() throws Exception {
        StoredResource first = stored("first");
        StoredResource second = stored("second");
        runs(first);
        runs(second);

        // Until then it is of use to the instance that was replaced.
        await().atMost(RealServer.SOON)
                .untilAsserted(() -> assertThat(refused(
                                        RequestRefused.Code.CONFLICT,
                                        () -> operations.removeResource(first.id(), false, ANA))
                                .lines())
                        .containsExactly(
                                "resource " + first.id() + " is needed to go back to revision 1",
                                "--force removes it anyway"));
        assertThat(operations.removeResource(first.id(), true, ANA))
                .containsExactly("launcho rollback to revision 1 is not possible any more");
        assertThat(operations.resources()).containsExactly(second);
    }

    @Test
    void remove_inUse_isRefusedAndForced() throws Exception {
        StoredResource only = stored("only");
        runs(only);

        assertThat(refused(RequestRefused.Code.CONFLICT, () -> operations.removeResource(only.id(), false, ANA))
                        .lines())
                .containsExactly(
                        "resource " + only.id() + " is in use by app",
                        "and needed to go back to revision 1",
                        "--force removes it anyway");
        assertThat(operations.removeResource(only.id(), true, ANA))
                .containsExactly(
                        "process app keeps running, but can't be started again without it",
                        "launcho rollback to revision 1 is not possible any more");
        assertThat(server.ready("app")).hasSize(1);
    }

    @Test
    void collect_justUploaded_isKept() throws Exception {
        stored("fresh");
        ago(Duration.ofMinutes(59));

        assertThat(operations.collectResources(false, ANA)).isEqualTo(new HistoryOperations.Collected(List.of(), 1));
    }

    @Test
    void collect_old_goesUnlessSomethingNamesIt() throws Exception {
        StoredResource before = stored("of an earlier revision");
        StoredResource now = stored("of what runs");
        StoredResource secret = stored("named by a secret that nobody uses");
        StoredResource waste = stored("waste");
        runs(before);
        runs(now);
        operations.setSecret("NEXT_BUNDLE", secret.id(), ANA);
        ago(Duration.ofMinutes(61));
        HistoryOperations.Collected collected = new HistoryOperations.Collected(List.of(waste), 3);

        assertThat(operations.collectResources(true, ANA)).isEqualTo(collected);
        assertThat(operations.resources()).as("only looked at").hasSize(4);
        assertThat(operations.collectResources(false, ANA)).isEqualTo(collected);
        assertThat(operations.resources()).containsExactlyInAnyOrder(before, now, secret);
        assertThat(operations.events(0, 1000))
                .filteredOn(e -> e.message().contains("that nothing uses"))
                .singleElement()
                .satisfies(e -> assertThat(e.message())
                        .isEqualTo("ana@laptop at 127.0.0.1 removed 1 resource that nothing uses"));
    }
}
