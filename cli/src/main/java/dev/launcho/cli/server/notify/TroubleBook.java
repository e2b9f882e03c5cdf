package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The troubles that are open: one message when a trouble begins, none while it goes on, one when it is over. A trouble is over
 * when its end is certain, or when its process has been well for {@link #SETTLED} without another sign. So what comes and goes
 * is one trouble. One thread.
 */
final class TroubleBook {
    /** As long as a slot has to run for its failures to be forgotten. */
    static final Duration SETTLED = Duration.ofSeconds(60);

    /** Most open troubles; signs of more are ignored. */
    static final int MOST = 4096;

    private final Map<OpenTrouble.Key, Entry> open = new LinkedHashMap<>();

    /** A trouble, with times of a monotonic clock in nanoseconds. */
    private static final class Entry {
        final OpenTrouble trouble;
        boolean held;
        /** Since when it has been well; while it is not, the present. */
        long wellSince;

        Entry(OpenTrouble trouble, long now) {
            this.trouble = trouble;
            this.wellSince = now;
        }
    }

    /** Takes over the troubles of an earlier server: they are neither begun again nor over. */
    void restore(Collection<OpenTrouble> earlier, long now) {
        earlier.stream().limit(MOST).forEach(trouble -> open.put(trouble.key(), new Entry(trouble, now)));
    }

    List<OpenTrouble> open() {
        return open.values().stream().map(entry -> entry.trouble).toList();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** @return the message that the sign makes, if any */
    Optional<NotifyMessage> take(TroubleSign sign, long revision, long now) {
        OpenTrouble.Key key = new OpenTrouble.Key(sign.kind(), sign.process());
        Optional<Entry> known = Optional.ofNullable(open.get(key));
        return switch (sign.effect()) {
            case NEWS -> Optional.of(begun(sign, revision));
            case TROUBLE, HELD_TROUBLE -> trouble(sign, key, known, revision, now);
            case EASE -> {
                known.ifPresent(entry -> {
                    entry.held = false;
                    entry.wellSince = now;
                });
                yield Optional.empty();
            }
            case END -> {
                open.remove(key);
                yield known.map(entry -> over(entry.trouble, revision, sign.at()));
            }
        };
    }

    private Optional<NotifyMessage> trouble(
            TroubleSign sign, OpenTrouble.Key key, Optional<Entry> known, long revision, long now) {
        boolean holds = sign.effect() == TroubleSign.Effect.HELD_TROUBLE;
        if (known.filter(entry -> entry.trouble.version().equals(sign.version()))
                .isPresent()) {
            known.get().held |= holds;
            known.get().wellSince = now;
            return Optional.empty();
        }
        if (known.isEmpty() && open.size() >= MOST) {
            return Optional.empty();
        }
        NotifyMessage message = begun(sign, revision);
        Entry entry =
                new Entry(new OpenTrouble(sign.kind(), sign.process(), sign.version(), message.id(), sign.at()), now);
        entry.held = holds;
        open.put(key, entry);
        return Optional.of(message);
    }

    /**
     * Ends the troubles that have settled.
     *
     * @param well whether a process is well, or is no longer wanted
     */
    List<NotifyMessage> settle(Predicate<String> well, long revision, Instant at, long now) {
        List<NotifyMessage> messages = new ArrayList<>();
        open.values().removeIf(entry -> {
            String process = entry.trouble.process();
            if (entry.held || !process.isEmpty() && !well.test(process)) {
                entry.wellSince = now;
                return false;
            }
            boolean over = now - entry.wellSince >= SETTLED.toNanos();
            if (over) {
                messages.add(over(entry.trouble, revision, at));
            }
            return over;
        });
        return messages;
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
