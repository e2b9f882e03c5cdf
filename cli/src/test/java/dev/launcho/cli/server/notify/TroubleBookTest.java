package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.notify.TroubleSign.Effect;
import dev.launcho.core.config.NotifyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TroubleBookTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.5Z");
    private static final Predicate<String> WELL = name -> true;

    private final TroubleBook book = new TroubleBook();
    private long nanos;

    private static TroubleSign sign(NotifyKind kind, Effect effect, String version) {
        String process = kind == NotifyKind.DISK ? "" : "web";
        return new TroubleSign(kind, effect, process, "brave-otter", version, "it happened", NOW);
    }

    private Optional<NotifyMessage> take(NotifyKind kind, Effect effect, String version) {
        return book.take(sign(kind, effect, version), 7, nanos);
    }

    private Optional<NotifyMessage> loops() {
        return take(NotifyKind.CRASH_LOOP, Effect.TROUBLE, "");
    }

    private List<NotifyMessage> settleAfter(long seconds, Predicate<String> well) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        return book.settle(well, 8, NOW.plusSeconds(90), nanos);
    }

    @Test
    void take_crashLoopOfAHundred_isOneMessage() {
        assertThat(loops().orElseThrow())
                .extracting(NotifyMessage::kind, NotifyMessage::process, NotifyMessage::instance, NotifyMessage::text)
                .containsExactly("crash_loop", "web", "brave-otter", "web: crash loop, it happened");
        for (int i = 0; i < 99; i++) {
            assertThat(settleAfter(50, WELL)).isEmpty();
            assertThat(loops()).isEmpty();
        }
        assertThat(book.open()).hasSize(1);
    }

    @Test
    void settle_wellForAMinute_isOneMessageThatNamesTheFirst() {
        String first = loops().orElseThrow().id();
        assertThat(settleAfter(59, WELL)).isEmpty();
        List<NotifyMessage> over = settleAfter(1, WELL);

        assertThat(over).hasSize(1);
        assertThat(over.get(0))
                .isEqualTo(new NotifyMessage(
                        over.get(0).id(),
                        "recovered",
                        "crash_loop",
                        first,
                        "web",
                        "",
                        8,
                        "web: recovered, crash loop since 2026-11-30T12:00:00Z",
                        NOW.plusSeconds(90)));
        assertThat(settleAfter(1000, WELL)).isEmpty();
        assertThat(loops()).isPresent();
    }

    @Test
    void settle_notWellMeanwhile_countsAnew() {
        loops();
        assertThat(settleAfter(50, WELL)).isEmpty();
        assertThat(settleAfter(1, name -> !name.equals("web"))).isEmpty();
        assertThat(settleAfter(59, WELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).hasSize(1);
    }

    @Test
    void take_diskThatIsHeld_lastsUntilItEases() {
        assertThat(take(NotifyKind.DISK, Effect.HELD_TROUBLE, "").orElseThrow().text())
                .isEqualTo("it happened");
        assertThat(settleAfter(1000, WELL)).isEmpty();
        assertThat(take(NotifyKind.DISK, Effect.EASE, "")).isEmpty();
        assertThat(settleAfter(59, WELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).hasSize(1);
    }

    @Test
    void take_failedVersions_areOneMessageEachUntilOneIsLive() {
        assertThat(take(NotifyKind.FAILED, Effect.TROUBLE, "v1")).isPresent();
        assertThat(take(NotifyKind.FAILED, Effect.TROUBLE, "v1")).isEmpty();
        String second =
                take(NotifyKind.FAILED, Effect.TROUBLE, "v2").orElseThrow().id();

        assertThat(take(NotifyKind.LIVE, Effect.NEWS, "v3").orElseThrow().text())
                .isEqualTo("web: revision 7 is live");
        NotifyMessage over = take(NotifyKind.FAILED, Effect.END, "v3").orElseThrow();
        assertThat(over.opened()).isEqualTo(second);
        assertThat(over.text()).isEqualTo("web: recovered, failed rollout since 2026-11-30T12:00:00Z");
        assertThat(take(NotifyKind.FAILED, Effect.END, "v3")).isEmpty();
        assertThat(book.isEmpty()).isTrue();
    }

    @Test
    void restore_openTrouble_isNotBegunAgain() {
        loops();
        TroubleBook next = new TroubleBook();
        next.restore(book.open(), nanos);

        assertThat(next.take(sign(NotifyKind.CRASH_LOOP, Effect.TROUBLE, ""), 7, nanos))
                .isEmpty();
        assertThat(next.settle(WELL, 7, NOW, nanos + TroubleBook.SETTLED.toNanos()))
                .hasSize(1);
    }

    @Test
    void take_moreThanTheBound_isIgnored() {
        for (int i = 0; i <= TroubleBook.MOST; i++) {
            book.take(new TroubleSign(NotifyKind.UNHEALTHY, Effect.TROUBLE, "p" + i, "", "", "bad", NOW), 1, nanos);
        }
        assertThat(book.open()).hasSize(TroubleBook.MOST);
    }

    @Test
    void isFor_recovered_goesToThoseThatGotTheTrouble() {
        loops();
        NotifyMessage over = settleAfter(60, WELL).get(0);

        assertThat(over.isFor(EnumSet.of(NotifyKind.CRASH_LOOP, NotifyKind.RECOVERED)))
                .isTrue();
        assertThat(over.isFor(EnumSet.of(NotifyKind.FAILED, NotifyKind.RECOVERED)))
                .isFalse();
        assertThat(over.isFor(EnumSet.of(NotifyKind.CRASH_LOOP))).isFalse();
    }
}
