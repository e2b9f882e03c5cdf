package dev.launcho.core.reconcile;

import dev.launcho.core.target.Modeline;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Tells what a change would do, and does nothing. The reconciler's thread only. */
final class Previews {
    private final World world;
    private final Memory memory;
    private final Sources sources;
    private final Fitness fitness;
    private final Past past;

    Previews(World world, Memory memory, Sources sources, Fitness fitness) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.fitness = fitness;
        this.past = new Past(world, memory, sources);
    }

    /** @throws Unfit if the load balancer can't do what it asks for */
    Preview target(TargetReading reading, String text) throws IOException {
        boolean same = world.intent.revision() > 0 && Modeline.sameBut(text, world.intent.text());
        return preview(reading, text, Map.of(), same);
    }

    Preview secret(String name, String value) throws IOException {
        TargetReading reading = TargetReader.read("launcho-target.yaml", world.intent.text());
        boolean same = sources.secret(name).map(value::equals).orElse(false)
                || !reading.references().names().contains(name);
        return preview(reading, world.intent.text(), Map.of(name, value), same);
    }

    Preview rollback(OptionalLong number) throws IOException {
        Past.Return back = past.to(number);
        boolean same = back.secrets().isEmpty() && back.to().target().equals(world.intent.text());
        return preview(back.reading(), back.to().target(), back.secrets(), same);
    }

    private Preview preview(TargetReading reading, String text, Map<String, String> secrets, boolean same)
            throws Unfit {
        long now = world.intent.revision();
        if (same) {
            return new Preview(now, now, new Changes(List.of(), List.of()), Notices.waits(world.intent));
        }
        Sources then = sources.with(secrets);
        Fitness fit = new Fitness(fitness.capabilities(), then::secret);
        Fitness.Findings findings = fit.of(reading.references().file(), text, reading.target());
        if (!findings.refusals().isEmpty()) {
            throw new Unfit(findings.refusals());
        }
        long next = memory.state().revision() + 1;
        Intent intent = then.now().of(next, world.intent.at(), "", text, reading.target());
        Changes changes = Changes.between(world.intent, intent, "secrets or resources changed");
        return new Preview(now, next, changes, new Notices(then, fit).of(intent, reading));
    }
}
