package dev.launcho.core.simulation;

import dev.launcho.core.reconcile.SimulatedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a story ended well, and if not, the shortest part of it that does not either. */
final class Verdict {
    private static final int LAST_LINES = 120;

    private Verdict() {}

    static Optional<Violation> of(Story story, SimulatedServer.Twist twist) {
        return of(story, twist, new Tally());
    }

    /** @param tally counts what has happened in it */
    static Optional<Violation> of(Story story, SimulatedServer.Twist twist, Tally tally) {
        try {
            Teller.tell(story, twist, tally);
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            return Optional.of(new Violation("no crash", Universe.stack(e)));
        }
    }

    /** Takes out whatever is not needed for the same violation: halves first, then ever smaller parts. */
    static Story shrink(Story story, SimulatedServer.Twist twist, String invariant) {
        Story shortest = story;
        for (int size = story.incidents().size() / 2; size >= 1; size = size == 1 ? 0 : (size + 1) / 2) {
            int from = 0;
            while (from < shortest.incidents().size()) {
                Story shorter = without(shortest, from, size);
                boolean same = of(shorter, twist)
                        .map(v -> v.invariant().equals(invariant))
                        .orElse(false);
                if (same) {
                    shortest = shorter;
                } else {
                    from += size;
                }
            }
        }
        return shortest;
    }

    /** The time of what is taken out passes all the same. */
    private static Story without(Story story, int from, int size) {
        List<Incident> left = new ArrayList<>();
        long passed = 0;
        for (int n = 0; n < story.incidents().size(); n++) {
            Incident i = story.incidents().get(n);
            if (n >= from && n < from + size) {
                passed += i.after();
            } else {
                left.add(new Incident(i.after() + passed, i.kind(), i.number()));
                passed = 0;
            }
        }
        return story.with(left);
    }

    /** For whoever has to mend it. */
    static String report(Story story, SimulatedServer.Twist twist, Violation violation) {
        Story shortest = shrink(story, twist, violation.invariant());
        String message = of(shortest, twist).map(Violation::getMessage).orElse(violation.getMessage());
        List<String> trace = Teller.trace(shortest, twist);
        List<String> last = trace.subList(Math.max(0, trace.size() - LAST_LINES), trace.size());
        return "seed " + story.seed() + ": " + message + "\nthe shortest story with this end ("
                + shortest.incidents().size()
                + " of " + story.incidents().size() + " incidents):" + shortest + "\nits last steps:\n  "
                + String.join("\n  ", last);
    }
}
