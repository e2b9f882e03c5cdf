package dev.launcho.core.reconcile;

import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.store.Revision;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Earlier revisions, and what has to be brought back to go to one of them. The reconciler's thread only. */
final class Past {
    private final World world;
    private final Memory memory;
    private final Sources sources;

    Past(World world, Memory memory, Sources sources) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
    }

    /** @param secrets values that differ from what is set now */
    record Return(Revision to, TargetReading reading, Map<String, String> secrets) {}

    /**
     * What it takes to go back.
     *
     * @param number empty for the last that went live before the current one, and is not the same as that
     * @throws Denied if there is no such revision, or something that it needs is gone
     */
    Return to(OptionalLong number) throws Denied {
        Revision to = number.isPresent() ? revision(number.getAsLong()) : lastLive();
        TargetReading reading = TargetReader.read("revision " + to.number(), to.target());
        List<String> missing = new ArrayList<>();
        reading.problems().forEach(p -> missing.add(p.toString()));
        Map<String, String> secrets = new TreeMap<>();
        to.secrets().forEach((name, fingerprint) -> {
            Optional<String> value = memory.secret(name, fingerprint);
            if (value.isEmpty()) {
                missing.add("the value that secret " + name + " had is not known any more");
            } else if (!value.equals(sources.secret(name))) {
                secrets.put(name, value.get());
            }
        });
        to.head().resources().stream()
                .filter(id -> !sources.stored(id))
                .forEach(id -> missing.add("resource " + id + " is not on this server any more, upload it again"));
        if (!missing.isEmpty()) {
            missing.add(0, "revision " + to.number() + " can't be brought back");
            throw Denied.conflict(missing);
        }
        return new Return(to, reading, secrets);
    }

    private Revision revision(long number) throws Denied {
        return memory.revision(number)
                .orElseThrow(() -> Denied.unknown("there is no revision " + number + ", kept are: " + kept()));
    }

    private String kept() {
        List<String> numbers = memory.history().stream()
                .map(head -> Long.toString(head.number()))
                .toList();
        return numbers.isEmpty() ? "none" : String.join(", ", numbers);
    }

    private Revision lastLive() throws Denied {
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
        throw Denied.unknown("no other revision went live before revision " + current, "see launcho history");
    }
}
