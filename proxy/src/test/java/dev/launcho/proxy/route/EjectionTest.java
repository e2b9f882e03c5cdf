package dev.launcho.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A backend that can't be reached is left out for a while. */
class EjectionTest {
    private final Balanced web = new Balanced(BalanceAlgorithm.ROUND_ROBIN);

    @Test
    void failed_fiveInARow_isOutForThirtySeconds() {
        web.publish("a", "b", "c");
        web.fail("a", 4);
        assertThat(web.shares(6)).containsEntry("a", 2);

        web.fail("a", 1);

        assertThat(web.told).containsExactly("a out for 30 s: connection refused");
        assertThat(web.shares(6)).as("the others share equally").isEqualTo(Map.of("b", 3, "c", 3));
        web.pass(Duration.ofMillis(29_999));
        assertThat(web.shares(2)).doesNotContainKey("a");
        web.pass(Duration.ofMillis(1));
        assertThat(web.shares(6)).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(web.told).endsWith("a back");
    }

    @Test
    void failed_successInBetween_countsAnew() {
        web.publish("a", "b");
        web.fail("a", 4);
        web.reach("a");
        web.fail("a", 4);

        assertThat(web.told).isEmpty();
    }

    @Test
    void failed_again_isOutTwiceAsLong_upToFiveMinutes() {
        web.publish("a", "b");
        for (int seconds : new int[] {30, 60, 120, 240, 300, 300}) {
            web.fail("a", 5);
            assertThat(web.told).last().isEqualTo("a out for " + seconds + " s: connection refused");
            web.pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(web.shares(4)).doesNotContainKey("a");
            web.pass(Duration.ofNanos(1));
            assertThat(web.shares(4)).containsEntry("a", 2);
        }
    }

    @Test
    void failed_wellForAsLongAsItWasOut_beginsWithThirtySeconds() {
        web.publish("a", "b");
        web.fail("a", 5);
        web.pass(Duration.ofSeconds(30));
        web.shares(1);
        web.fail("a", 5);
        web.pass(Duration.ofSeconds(60 + 59));
        web.reach("a");
        web.pass(Duration.ofSeconds(1));
        web.reach("a");

        web.fail("a", 5);

        assertThat(web.told).last().isEqualTo("a out for 30 s: connection refused");
    }

    @Test
    void failed_lastOne_stays() {
        web.publish("a");
        web.fail("a", 20);
        assertThat(web.told).isEmpty();
        assertThat(web.shares(2)).containsEntry("a", 2);

        web.publish("a", "b");
        web.fail("a", 5);
        web.fail("b", 20);

        assertThat(web.told).containsExactly("a out for 30 s: connection refused");
        assertThat(web.shares(2)).isEqualTo(Map.of("b", 2));
    }

    @Test
    void failed_wasTheLastUntilAnotherCame_isOutAtItsNextFailure() {
        web.publish("a");
        web.fail("a", 7);
        web.publish("a", "b");
        web.fail("a", 1);

        assertThat(web.told).containsExactly("a out for 30 s: connection refused");
    }

    @Test
    void pick_nothingElseLeft_triesTheEjectedOne() {
        web.publish("a", "b");
        web.fail("a", 5);

        assertThat(web.pick("b").instance().name()).isEqualTo("a");
    }

    @Test
    void publish_allOthersGo_theEjectedOneIsBackAtOnce() {
        web.publish("a", "b");
        web.fail("a", 5);
        web.publish("a");

        assertThat(web.shares(2)).isEqualTo(Map.of("a", 2));
        assertThat(web.told).endsWith("a back");
        assertThat(backend("a").ejectedFor()).isZero();
    }

    @Test
    void publish_sameBackends_staysOut() {
        web.publish("a", "b");
        web.fail("a", 5);
        web.publish("a*3", "b", "c");

        assertThat(web.shares(4)).isEqualTo(Map.of("b", 2, "c", 2));
    }

    @Test
    void publish_leftRotationAndCameBack_isIn() {
        web.publish("a", "b");
        web.fail("a", 5);
        web.publish("b");
        web.publish("a", "b");

        assertThat(web.shares(4)).isEqualTo(Map.of("a", 2, "b", 2));
        web.fail("a", 4);
        assertThat(web.told).as("counts anew").hasSize(1);
        web.fail("a", 1);
        assertThat(web.told)
                .as("though its first ejection would not have ended yet")
                .hasSize(2);
        assertThat(web.shares(4)).isEqualTo(Map.of("b", 4));
    }

    @Test
    void failed_forWantOfSomethingHere_isNotTheBackendsFault() {
        web.publish("a", "b");
        for (FailureKind kind : FailureKind.values()) {
            if (!kind.isPeers()) {
                web.fail("a", 5, kind);
            }
        }

        assertThat(web.told).isEmpty();
        assertThat(backend("a").refused()).isZero();
        web.fail("a", 5, FailureKind.TIMED_OUT);
        assertThat(web.told).containsExactly("a out for 30 s: no answer in time");
    }

    @Test
    void counters_tellHowOftenAndForHowLong() {
        web.publish("a", "b");
        web.fail("a", 5);
        web.pass(Duration.ofSeconds(10));

        assertThat(backend("a").ejected()).isEqualTo(1);
        assertThat(backend("a").refused()).isEqualTo(5);
        assertThat(backend("a").ejectedFor()).isEqualTo(Duration.ofSeconds(20));
        assertThat(web.table.counters().service("web").ejected()).isEqualTo(1);
        web.pass(Duration.ofSeconds(30));
        assertThat(backend("a").ejectedFor()).isZero();
    }

    private TrafficCounters.Backend backend(String name) {
        return web.table.counters().backend(new InstanceId(name));
    }
}
