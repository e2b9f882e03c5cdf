package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.notify.TroubleSign.Effect;
import dev.launcho.core.admin.WellnessView;
import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TroubleBookTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.5Z");
    private static final WellnessView WELL = new WellnessView(8, Set.of(), Set.of());
    private static final WellnessView UNWELL = new WellnessView(8, Set.of("web"), Set.of("web"));
    /** A version was given up, and the one before serves. */
    private static final WellnessView FALLEN_BACK = new WellnessView(8, Set.of("web"), Set.of());

    private static final long SETTLED = TroubleBook.SETTLED.toSeconds();

    private final TroubleBook book = new TroubleBook();
    private long nanos;
    private long revision = 7;

    private static TroubleSign sign(NotifyKind kind, Effect effect, String version) {
        boolean disk = kind == NotifyKind.DISK;
        String source = effect == Effect.TROUBLE ? "web" : "";
        return new TroubleSign(
                kind, effect, disk ? "" : "web", disk ? source : "", "brave-otter", version, "it happened", NOW);
    }

    private List<NotifyMessage> takeAll(NotifyKind kind, Effect effect, String version) {
        return book.take(sign(kind, effect, version), revision);
    }

    private Optional<NotifyMessage> take(NotifyKind kind, Effect effect, String version) {
        List<NotifyMessage> messages = takeAll(kind, effect, version);
        assertThat(messages).hasSizeLessThan(2);
        return messages.stream().findFirst();
    }

    private Optional<NotifyMessage> loops() {
        return take(NotifyKind.CRASH_LOOP, Effect.TROUBLE, "");
    }

    private List<String> event(EventKind fact) {
        return EventSigns.of(EventSignsTest.event("web", fact)).stream()
                .flatMap(sign -> book.take(sign, revision).stream())
                .map(message -> message.kind() + message.trouble())
                .toList();
    }

    private List<NotifyMessage> settleAfter(long seconds, WellnessView well) {
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
    void settle_wellForItsTime_isOneMessageThatNamesTheFirst() {
        String first = loops().orElseThrow().id();
        assertThat(settleAfter(1000, WELL)).as("the first look").isEmpty();
        assertThat(settleAfter(SETTLED - 1, WELL)).isEmpty();
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
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(SETTLED - 1, UNWELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(SETTLED - 1, WELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).hasSize(1);
    }

    @Test
    void settle_readyForAMinuteAndBackOffOfAMinute_isOneTrouble() {
        loops();
        take(NotifyKind.DISK, Effect.TROUBLE, "");
        for (int i = 0; i < 100; i++) {
            for (int second = 0; second < 120; second += 5) {
                assertThat(settleAfter(5, second <= 60 ? WELL : UNWELL)).isEmpty();
            }
            assertThat(loops()).isEmpty();
            assertThat(take(NotifyKind.DISK, Effect.TROUBLE, "")).isEmpty();
        }
    }

    @Test
    void settle_backOffAloneBetweenSigns_isOneTrouble() {
        // The process of a disk's sign counts as any other, even if a look comes at a good moment.
        take(NotifyKind.DISK, Effect.TROUBLE, "");
        assertThat(settleAfter(60, WELL)).isEmpty();
        assertThat(settleAfter(65, WELL)).isEmpty();
        assertThat(settleAfter(1000, UNWELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(SETTLED, WELL)).hasSize(1);
    }

    @Test
    void take_diskThatIsHeld_lastsUntilItEases() {
        assertThat(take(NotifyKind.DISK, Effect.HELD_TROUBLE, "").orElseThrow().text())
                .isEqualTo("it happened");
        assertThat(settleAfter(1000, WELL)).isEmpty();
        assertThat(settleAfter(1000, WELL)).isEmpty();
        assertThat(take(NotifyKind.DISK, Effect.EASE, "")).isEmpty();
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(SETTLED - 1, WELL)).isEmpty();
        assertThat(settleAfter(1, WELL)).hasSize(1);
    }

    @Test
    void wentLive_troublesOfTheVersionBefore_areOver() {
        loops();
        take(NotifyKind.UNHEALTHY, Effect.TROUBLE, "");
        take(NotifyKind.OUT_OF_MEMORY, Effect.TROUBLE, "");

        revision = 8;
        assertThat(event(new EventKind.WentLive(new Version("c"))))
                .containsExactly("live", "recoveredcrash_loop", "recoveredunhealthy", "recoveredout_of_memory");
        assertThat(loops()).as("a loop of the new version").isPresent();
    }

    @Test
    void wentLive_troublesOfThatVersion_goOn() {
        loops();
        revision = 8;
        loops();

        assertThat(event(new EventKind.WentLive(new Version("b")))).containsExactly("live");
        assertThat(loops()).isEmpty();
    }

    @Test
    void settle_givenUpWhileTheVersionBeforeServes_hidesNoLaterOutage() {
        assertThat(take(NotifyKind.OUT_OF_MEMORY, Effect.TROUBLE, "")).isPresent();
        assertThat(event(new EventKind.GivenUp(new Version("b"), "it exits", "the previous version keeps serving")))
                .containsExactly("failed");
        settleAfter(1, FALLEN_BACK);

        assertThat(settleAfter(SETTLED, FALLEN_BACK))
                .extracting(NotifyMessage::trouble)
                .containsExactly("out_of_memory");
        assertThat(take(NotifyKind.OUT_OF_MEMORY, Effect.TROUBLE, "")).isPresent();
        assertThat(loops()).as("a loop of the version that serves").isPresent();
    }

    @Test
    void take_crashLoopOfTheOnlyVersionThatFailed_isNoSecondMessage() {
        take(NotifyKind.FAILED, Effect.TROUBLE, "v1");
        settleAfter(1, UNWELL);

        assertThat(loops()).isEmpty();
        assertThat(event(new EventKind.WentLive(new Version("v1")))).containsExactly("live", "recoveredfailed");
        assertThat(loops()).isPresent();
    }

    @Test
    void take_failedVersions_areOneMessageEachUntilOneIsLive() {
        String first =
                take(NotifyKind.FAILED, Effect.TROUBLE, "v1").orElseThrow().id();
        assertThat(take(NotifyKind.FAILED, Effect.TROUBLE, "v1")).isEmpty();
        List<NotifyMessage> next = takeAll(NotifyKind.FAILED, Effect.TROUBLE, "v2");
        assertThat(next).extracting(NotifyMessage::kind).containsExactly("recovered", "failed");
        assertThat(next.get(0).opened()).isEqualTo(first);
        assertThat(next.get(0).text())
                .isEqualTo("web: another version failed, which ends: failed rollout since 2026-11-30T12:00:00Z");
        String second = next.get(1).id();

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
        next.restore(book.open());

        assertThat(next.take(sign(NotifyKind.CRASH_LOOP, Effect.TROUBLE, ""), 7))
                .isEmpty();
        assertThat(next.settle(WELL, 7, NOW, nanos)).isEmpty();
        assertThat(next.settle(WELL, 7, NOW, nanos + TroubleBook.SETTLED.toNanos()))
                .hasSize(1);
    }

    @Test
    void restore_troubleThatIsHeld_lastsUntilTheHomeIsWritten() {
        take(NotifyKind.DISK, Effect.HELD_TROUBLE, "");
        List<OpenTrouble> held = book.open();
        book.take(sign(NotifyKind.DISK, Effect.END, ""), 7);
        book.restore(held);

        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(1000, WELL)).isEmpty();
        assertThat(book.waitsForHome()).isTrue();
        book.homeWritten();
        assertThat(book.waitsForHome()).isFalse();
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(SETTLED, WELL)).hasSize(1);
    }

    @Test
    void homeWritten_troubleThatThisServerHolds_goesOn() {
        take(NotifyKind.DISK, Effect.HELD_TROUBLE, "");
        book.homeWritten();
        assertThat(settleAfter(1, WELL)).isEmpty();
        assertThat(settleAfter(1000, WELL)).isEmpty();
    }

    @Test
    void take_moreThanTheBound_isIgnored() {
        for (int i = 0; i <= TroubleBook.MOST; i++) {
            book.take(new TroubleSign(NotifyKind.UNHEALTHY, Effect.TROUBLE, "p" + i, "", "", "", "bad", NOW), 1);
        }
        assertThat(book.open()).hasSize(TroubleBook.MOST);
    }

    @Test
    void isFor_recovered_goesToThoseThatGotTheTrouble() {
        loops();
        settleAfter(0, WELL);
        NotifyMessage over = settleAfter(SETTLED, WELL).get(0);

        assertThat(over.isFor(EnumSet.of(NotifyKind.CRASH_LOOP, NotifyKind.RECOVERED)))
                .isTrue();
        assertThat(over.isFor(EnumSet.of(NotifyKind.FAILED, NotifyKind.RECOVERED)))
                .isFalse();
        assertThat(over.isFor(EnumSet.of(NotifyKind.CRASH_LOOP))).isFalse();
    }
}
