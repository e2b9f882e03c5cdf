package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.ListeningState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it stands with the addresses of services, and what that means for a change. */
class ListeningTest {
    private static final String DB = "- {name: db, on: \"db0.corp.internal:5432\"}\n";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private static String target(String services) {
        return "processes: [{name: web, command: [serve], receives: [http]}]\nservices:\n"
                + "- {name: http, on: \"127.0.0.1:5000\"}\n" + services;
    }

    private ListeningState how(String service) {
        return rig.control.snapshot().listening().getOrDefault(service, new ListeningState.Opening());
    }

    private List<String> events(String service) {
        return rig.events.stream()
                .filter(e -> e.subject().equals(service))
                .map(e -> e.severity() + " " + e.message())
                .toList();
    }

    @Test
    void lookingUp_itsChangeRunsOn_untilItIsOpen() {
        rig.balancer.lookedUp.put("db", "db0.corp.internal");
        rig.target(target(DB));
        rig.seconds(20);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);
        assertThat(how("db").problem())
                .isEqualTo("waits for the address of db0.corp.internal, no name server has answered yet");
        assertThat(events("db")).isEmpty();

        rig.balancer.listener().listening("db");
        rig.seconds(1);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(events("db")).containsExactly("INFO listens");
    }

    @Test
    void failed_itsChangeFails() {
        rig.balancer.taken.put("db", "db0.corp.internal:5432 can't be opened");
        rig.target(target(DB));
        rig.seconds(20);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary())
                .isEqualTo("revision 1: service \"db\": db0.corp.internal:5432 can't be opened");
        assertThat(events("db")).containsExactly("ERROR db0.corp.internal:5432 can't be opened");
    }

    /** Whatever is wrong with one service's address, another one is moved as if it were not there. */
    @Test
    void failedOrLookedUp_changeOfAnotherService_isLive() {
        rig.balancer.lookedUp.put("db", "db0.corp.internal");
        rig.balancer.taken.put("cache", "127.0.0.1:6379 is taken by another program");
        String others = DB + "- {name: cache, on: \"127.0.0.1:6379\"}\n";
        rig.target(target(others));
        rig.seconds(20);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);

        rig.target(target(others).replace("5000", "5001"));
        rig.seconds(1);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void failed_newVersionOfItsReceiver_failsToo() {
        rig.balancer.taken.put("http", "127.0.0.1:5000 is taken by another program");
        rig.target(target(""));
        rig.seconds(20);

        rig.target(target("").replace("serve", "work"));
        rig.seconds(60);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
    }

    @Test
    void partly_isLive_andSaysSo() {
        rig.target(target(""));
        rig.seconds(5);

        rig.balancer.listener().listeningPartly("http", "[::1]:5000 is taken by the service api");
        rig.seconds(1);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(how("http")).isEqualTo(new ListeningState.Open("[::1]:5000 is taken by the service api"));
        assertThat(events("http")).containsExactly("WARNING [::1]:5000 is taken by the service api");
    }

    @Test
    void moved_isAnEvent() {
        rig.target(target(""));

        rig.balancer.listener().moved("db", new HostPort("db0", 5432), List.of("10.0.0.5:5432", "[fd00::5]:5432"));
        rig.seconds(1);

        assertThat(rig.events)
                .filteredOn(e -> e.subject().equals("db"))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.severity()).isEqualTo(Event.Severity.INFO);
                    assertThat(e.message())
                            .isEqualTo("listens on 10.0.0.5:5432 and [fd00::5]:5432, to which db0:5432 now resolves");
                });
    }
}
