package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.health.FakeProber;
import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an instance is checked changes while it runs, and needs no other. */
class ProbeChangeTest {
    private static final String SECRET = "s3cret-t0ken";
    private static final String TOKEN = "headers: {Authorization: \"Bearer ${TOKEN}\"}";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private static String web(String more) {
        return DeployTest.WEB.formatted("v1").replace("path: /health", "path: /health, " + more);
    }

    private FakeProber.Watch watch() {
        return rig.prober.watches.values().iterator().next();
    }

    private HttpCheck check() {
        assertThat(rig.prober.watches).hasSize(1);
        return watch().probe().http();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scheme: https",
                "host: app.example.com",
                "headers: {X-Forwarded-Proto: https}",
                "status: 200-299",
                "interval: 3s"
            })
    void target_changedCheck_appliesToWhatRuns(String more) {
        rig.target(web("failures: 2"));
        rig.seconds(10);
        List<InstanceId> before = rig.ready("web");
        FakeProber.Watch watched = watch();

        ChangeResult changed = rig.target(web("failures: 2, " + more));
        rig.seconds(10);

        String key = more.substring(0, more.indexOf(':'));
        assertThat(changed.affected()).singleElement().asString().contains("health." + key);
        assertThat(rig.ready("web")).isEqualTo(before);
        assertThat(rig.host.launches).hasSize(1);
        assertThat(watch()).isNotEqualTo(watched);
    }

    @Test
    void secret_ofAHeader_isSentByWhatRunsAndShownNowhere() {
        rig.secret("TOKEN", "one");
        rig.target(web(TOKEN));
        rig.seconds(10);
        assertThat(check().headers()).isEqualTo(Map.of("Authorization", "Bearer one"));

        ChangeResult changed = rig.secret("TOKEN", SECRET);
        rig.seconds(10);

        assertThat(check().headers()).isEqualTo(Map.of("Authorization", "Bearer " + SECRET));
        assertThat(rig.host.launches).hasSize(1);
        assertThat(changed.affected()).singleElement().asString().contains("secret TOKEN changed");
        assertThat(rig.events).extracting(Event::message).noneMatch(m -> m.contains(SECRET));
        assertThat(changed.toString() + rig.diary + rig.control.snapshot().states())
                .doesNotContain(SECRET);
    }

    @Test
    void target_headerWaitsForItsSecret_whatRunsIsCheckedAsBefore() {
        rig.target(web("host: a.example.com"));
        rig.seconds(10);
        rig.target(web(TOKEN));
        rig.seconds(10);

        assertThat(rig.ready("web")).hasSize(1);
        assertThat(check().host()).isEqualTo("a.example.com");

        rig.secret("TOKEN", SECRET);
        rig.seconds(10);
        assertThat(check().headers()).containsEntry("Authorization", "Bearer " + SECRET);
        assertThat(rig.host.launches).hasSize(1);
    }

    /** What the last server knew of it is in the target and in the secrets; nothing of it is in an instance's record. */
    @Test
    void start_survivor_isCheckedAsTheTargetSays() {
        rig.secret("TOKEN", SECRET);
        rig.target(web(TOKEN + ", scheme: https"));
        rig.seconds(10);
        rig.survivors = rig.host.running.values().stream()
                .map(ProbeChangeTest::survivor)
                .toList();

        rig.start();
        rig.seconds(10);
        assertThat(rig.host.launches).isEmpty();
        assertThat(check().headers()).containsEntry("Authorization", "Bearer " + SECRET);
        assertThat(check().scheme()).isEqualTo(HttpCheck.Scheme.HTTPS);

        rig.file = Optional.of(web("host: b.example.com"));
        rig.start();
        rig.seconds(10);
        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.ready("web")).hasSize(1);
        assertThat(check())
                .isEqualTo(new HttpCheck(HttpCheck.Scheme.HTTP, "b.example.com", Map.of(), HttpCheck.USUAL.healthy()));
    }

    private static SurvivingInstance survivor(ProcessHost.Launch l) {
        return new SurvivingInstance(
                l.id(), l.spec().name(), l.version(), l.slot(), 7, Map.of("http", 20_000), Optional.empty());
    }
}
