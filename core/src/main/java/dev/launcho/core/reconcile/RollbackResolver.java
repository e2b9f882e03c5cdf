package dev.launcho.core.reconcile;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.ReferenceSources;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.intent.RequestRefused.Code;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The resolver of rollbacks: the revision to return to, and the secrets to restore. The reconciler's thread only. */
final class RollbackResolver {
    private final ReconcilerState world;
    private final PersistedState memory;
    private final ReferenceSources sources;
    private final BiFunction<String, String, TargetReading> reader;

    RollbackResolver(
            ReconcilerState world,
            PersistedState memory,
            ReferenceSources sources,
            BiFunction<String, String, TargetReading> reader) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.reader = reader;
    }

    /** @param secrets values that differ from the present ones */
    record Return(Revision to, TargetReading reading, Map<String, String> secrets) {}

    /**
     * Returns the revision to return to, and what has to be restored for it.
     *
     * @param number of the revision; empty for the last one that went live before the current one and differs from it
     * @throws RequestRefused if there is no such revision, or something that it needs is gone
     */
    Return to(OptionalLong number) throws RequestRefused {
        Revision to = number.isPresent() ? revision(number.getAsLong()) : lastLive();
        TargetReading reading = reader.apply("revision " + to.number(), to.target());
        List<String> missing = new ArrayList<>();
        reading.problems().forEach(p -> missing.add(p.toString()));
        Map<String, String> secrets = new TreeMap<>();
        to.secrets().forEach((name, fingerprint) -> {
            Optional<String> value = memory.secret(name, fingerprint);
            if (value.isEmpty()) {
                missing.add("the earlier value of secret " + name + " is no longer known");
            } else if (!value.equals(sources.secret(name))) {
                secrets.put(name, value.get());
            }
        });
        to.head().resources().stream()
                .filter(id -> !sources.stored(id))
                .forEach(id -> missing.add("resource " + id + " is not on this server any more, upload it again"));
        if (!missing.isEmpty()) {
            missing.add(0, "revision " + to.number() + " can't be restored");
            throw new RequestRefused(Code.CONFLICT, missing);
        }
        return new Return(to, reading, secrets);
    }

    private Revision revision(long number) throws RequestRefused {
        return memory.revision(number)
                .orElseThrow(() ->
                        new RequestRefused(Code.NOT_FOUND, "there is no revision " + number + ", kept are: " + kept()));
    }

    private String kept() {
        List<String> numbers = memory.history().stream()
                .map(head -> Long.toString(head.number()))
                .toList();
        return numbers.isEmpty() ? "none" : String.join(", ", numbers);
    }

    private Revision lastLive() throws RequestRefused {
        long current = world.intent.revision();
        Map<String, String> prints =
                memory.revision(current).map(Revision::secrets).orElse(Map.of());
        List<Revision.Head> heads = memory.history();
        for (int i = heads.size() - 1; i >= 0; i--) {
            Revision.Head head = heads.get(i);
            if (head.number() < current && head.end().outcome() == RolloutOutcome.LIVE) {
                Optional<Revision> revision = memory.revision(head.number());
                boolean same = revision.isPresent()
                        && revision.get().target().equals(world.intent.text())
                        && head.secrets().equals(prints);
                if (revision.isPresent() && !same) {
                    return revision.get();
                }
            }
        }
        throw new RequestRefused(
                Code.NOT_FOUND, "no other revision went live before revision " + current, "see launcho history");
    }
}
