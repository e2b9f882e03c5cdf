package dev.launcho.cli.server.notify;

import dev.launcho.core.admin.WellnessView;
import dev.launcho.core.config.NotifyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The troubles that are open: one message when a trouble begins, none while it goes on, one when it is over. A trouble is over
 * when its end is certain, or when its process has been well for {@link #SETTLED} without another sign. So what comes and goes
 * is one trouble. One thread.
 */
final class TroubleBook {
    /**
     * Well above a minute of health, which makes a slot forget its failures, and a minute of back-off, the longest: with less, a
     * process that lives for a minute would be in trouble and recover without end.
     */
    static final Duration SETTLED = Duration.ofSeconds(150);

    /** Most open troubles; signs of more are ignored. */
    static final int MOST = 4096;

    private final Map<OpenTrouble.Key, Entry> open = new LinkedHashMap<>();

    /** An open trouble and what has been seen of it. */
    private static final class Entry {
        OpenTrouble trouble;
        /** Whether the server that held it has ended: nobody reports its end. */
        boolean inherited;
        /** Whether its process has been seen well. */
        boolean served;
        /** Since when its process has been seen well, in nanoseconds of a monotonic clock; empty if it was not. */
        OptionalLong wellSince = OptionalLong.empty();
        /** The revision at its last sign; empty if an earlier server saw that. */
        OptionalLong revision = OptionalLong.empty();

        Entry(OpenTrouble trouble, boolean inherited) {
            this.trouble = trouble;
            this.inherited = inherited;
        }
    }

    /** Takes over the troubles of an earlier server: they are neither begun again nor over. */
    void restore(Collection<OpenTrouble> earlier) {
        earlier.stream().limit(MOST).forEach(trouble -> open.put(trouble.key(), new Entry(trouble, trouble.held())));
    }

    List<OpenTrouble> open() {
        return open.values().stream().map(entry -> entry.trouble).toList();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** @return the messages that the sign makes, in their order */
    List<NotifyMessage> take(TroubleSign sign, long revision) {
        OpenTrouble.Key key = new OpenTrouble.Key(sign.kind(), sign.process());
        Optional<Entry> known = Optional.ofNullable(open.get(key));
        return switch (sign.effect()) {
            case NEWS -> List.of(begun(sign, revision));
            case TROUBLE, HELD_TROUBLE -> trouble(sign, key, known, revision);
            case EASE -> {
                known.ifPresent(TroubleBook::ease);
                yield List.of();
            }
            case SUPERSEDED, END -> {
                if (sign.effect() == TroubleSign.Effect.SUPERSEDED
                        && known.filter(entry -> entry.revision.equals(OptionalLong.of(revision)))
                                .isPresent()) {
                    yield List.of();
                }
                open.remove(key);
                yield known.map(entry -> List.of(over(entry.trouble, revision, sign.at())))
                        .orElse(List.of());
            }
        };
    }

    private List<NotifyMessage> trouble(TroubleSign sign, OpenTrouble.Key key, Optional<Entry> known, long revision) {
        if (known.filter(entry -> entry.trouble.version().equals(sign.version()))
                .isPresent()) {
            goesOn(known.get(), sign, revision);
            return List.of();
        }
        if (known.isEmpty() && open.size() >= MOST || isPartOfFailure(sign)) {
            return List.of();
        }
        List<NotifyMessage> messages = new ArrayList<>();
        known.ifPresent(before ->
                messages.add(over(before.trouble, revision, sign.at()).saying(MessageText.followed(before.trouble))));
        NotifyMessage message = begun(sign, revision);
        messages.add(message);
        Entry entry = new Entry(OpenTrouble.of(sign, message.id()), false);
        entry.revision = OptionalLong.of(revision);
        open.put(key, entry);
        return messages;
    }

    private static void goesOn(Entry entry, TroubleSign sign, long revision) {
        entry.wellSince = OptionalLong.empty();
        entry.revision = OptionalLong.of(revision);
        if (sign.effect() == TroubleSign.Effect.HELD_TROUBLE) {
            entry.trouble = entry.trouble.held(true);
            entry.inherited = false;
        }
    }

    private static void ease(Entry entry) {
        entry.trouble = entry.trouble.held(false);
        entry.inherited = false;
        entry.wellSince = OptionalLong.empty();
    }

    /** Returns whether a crash loop is that of a version which was given up and is tried again, since there is no other. */
    private boolean isPartOfFailure(TroubleSign sign) {
        return sign.kind() == NotifyKind.CRASH_LOOP
                && Optional.ofNullable(open.get(new OpenTrouble.Key(NotifyKind.FAILED, sign.process())))
                        .filter(entry -> !entry.served)
                        .isPresent();
    }

    /** Returns whether an earlier server held a trouble that only {@link #homeWritten} eases. */
    boolean waitsForHome() {
        return open.values().stream().anyMatch(entry -> entry.inherited);
    }

    /** Eases what an earlier server held: the home can be written again. */
    void homeWritten() {
        open.values().stream().filter(entry -> entry.inherited).forEach(TroubleBook::ease);
    }

    /**
     * Ends the troubles that have settled.
     *
     * @param well what is known of processes
     * @param now of a monotonic clock, nanoseconds
     */
    List<NotifyMessage> settle(WellnessView well, long revision, Instant at, long now) {
        List<NotifyMessage> messages = new ArrayList<>();
        open.values().removeIf(entry -> {
            entry.served |= well.serves(entry.trouble.source());
            boolean over = isSettled(entry, well, now);
            if (over) {
                messages.add(over(entry.trouble, revision, at));
            }
            return over;
        });
        return messages;
    }

    private static boolean isSettled(Entry entry, WellnessView well, long now) {
        OpenTrouble trouble = entry.trouble;
        Predicate<String> test = trouble.kind() == NotifyKind.FAILED ? well::isWell : well::serves;
        if (trouble.held() || !test.test(trouble.source())) {
            entry.wellSince = OptionalLong.empty();
            return false;
        }
        if (entry.wellSince.isEmpty()) {
            entry.wellSince = OptionalLong.of(now);
        }
        return now - entry.wellSince.getAsLong() >= SETTLED.toNanos();
    }

    private static NotifyMessage begun(TroubleSign sign, long revision) {
        return new NotifyMessage(
                NotifyMessage.freshId(),
                sign.kind().word(),
                "",
                "",
                sign.process(),
                sign.instance(),
                revision,
                MessageText.begun(sign, revision),
                sign.at());
    }

    private static NotifyMessage over(OpenTrouble trouble, long revision, Instant at) {
        return new NotifyMessage(
                NotifyMessage.freshId(),
                NotifyKind.RECOVERED.word(),
                trouble.kind().word(),
                trouble.message(),
                trouble.process(),
                "",
                revision,
                MessageText.over(trouble),
                at);
    }
}
