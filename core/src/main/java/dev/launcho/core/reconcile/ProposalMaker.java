package dev.launcho.core.reconcile;

import dev.launcho.core.intent.BlindResolution;
import dev.launcho.core.intent.CapabilityCheck;
import dev.launcho.core.intent.ChangeNotices;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.ChangeProposal;
import dev.launcho.core.intent.ChangeSummary;
import dev.launcho.core.intent.Intent;
import dev.launcho.core.intent.ReferenceSources;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.intent.TextRevisions;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.spec.key.EditorModeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** The maker of proposals: it computes what a change does, and changes nothing. The reconciler's thread only. */
final class ProposalMaker {
    /** The cause to show for a process of which no key differs. */
    static final String WHY = "secrets or resources changed";

    private static final ChangeSummary NOTHING = new ChangeSummary(List.of(), List.of());

    private final ReconcilerState world;
    private final PersistedState memory;
    private final ReferenceSources sources;
    private final BiFunction<String, String, TargetReading> reader;
    private final CapabilityCheck capabilities;
    private final RollbackResolver past;
    private final TextRevisions rewrites;

    ProposalMaker(
            ReconcilerState world,
            PersistedState memory,
            ReferenceSources sources,
            BiFunction<String, String, TargetReading> reader,
            CapabilityCheck capabilities) {
        this.world = world;
        this.memory = memory;
        this.sources = sources;
        this.reader = reader;
        this.capabilities = capabilities;
        this.past = new RollbackResolver(world, memory, sources, reader);
        this.rewrites = new TextRevisions(memory, reader);
    }

    /**
     * Returns what a target would do.
     *
     * @param clearance with {@link SecretVisibility#NO_SECRETS} no value of a secret is read
     * @throws RequestRefused if the load balancer or the machine can't do what the target asks for
     */
    ChangePreview preview(TargetReading reading, String text, SecretVisibility clearance) throws RequestRefused {
        return switch (clearance) {
            case ALL -> target(reading, text).supported().preview();
            case NO_SECRETS ->
                isSame(text)
                        ? nothing(reading).preview()
                        : blind(reading, text, new BlindResolution(sources, world.intent));
        };
    }

    ChangeProposal target(TargetReading reading, String text) {
        if (isSame(text)) {
            return nothing(reading);
        }
        Map<String, Long> written = rewrites.of(world.intent, reading.target(), next());
        return proposal(reading, text, "", true, Map.of(), written);
    }

    private boolean isSame(String text) {
        return world.intent.revision() > 0 && EditorModeline.sameBut(text, world.intent.text());
    }

    /**
     * Returns what a rollback would do.
     *
     * @param number as for {@link #rollback}
     * @param clearance as for {@link #preview}
     */
    ChangePreview previewRollback(OptionalLong number, SecretVisibility clearance) throws RequestRefused {
        return switch (clearance) {
            case ALL -> rollback(number).supported().preview();
            case NO_SECRETS -> blindRollback(past.to(number));
        };
    }

    private ChangePreview blindRollback(RollbackResolver.Return back) throws RequestRefused {
        String text = back.to().target();
        if (back.secrets().isEmpty() && text.equals(world.intent.text())) {
            return nothing(back.reading()).preview();
        }
        BlindResolution resolution = new BlindResolution(
                sources.with(back.secrets()),
                world.intent,
                back.secrets().keySet(),
                back.to().head().written());
        return blind(back.reading(), text, resolution);
    }

    /** Returns a preview for users who may not read secrets: it depends on the text only, and on which secrets are set. */
    private ChangePreview blind(TargetReading reading, String text, BlindResolution resolution) throws RequestRefused {
        CapabilityCheck check = capabilities.with(name -> Optional.empty());
        CapabilityCheck.Findings findings = check.of(reading.references().file(), text, reading.target());
        if (!findings.refusals().isEmpty()) {
            throw RequestRefused.invalid(findings.refusals());
        }
        Intent intent = resolution.of(next(), text, reading.target());
        ChangeSummary changes = ChangeSummary.between(world.intent, intent, WHY);
        List<String> notices =
                new ArrayList<>(ChangeNotices.blind(resolution.sources(), check).of(intent, reading));
        if (resolution.looksAway(changes, intent)) {
            notices.add("secret values were not compared: this token can't read them");
        }
        return new ChangePreview(world.intent.revision(), intent.revision(), changes, notices);
    }

    /** Returns what a new value of a secret would do; nothing if the target does not refer to it. */
    ChangeProposal secret(String name, String value) {
        TargetReading reading = reader.apply("launcho-target.yaml", world.intent.text());
        boolean same = sources.secret(name).map(value::equals).orElse(false)
                || !reading.references().names().contains(name);
        return same ? nothing(reading) : present(reading, "secret " + name + " set", Map.of(name, value));
    }

    /** Returns what the present target does with other secrets, or with secrets that have changed already. */
    ChangeProposal present(TargetReading reading, String change, Map<String, String> secrets) {
        return proposal(reading, world.intent.text(), change, false, secrets, world.intent.written());
    }

    /**
     * @param number of the earlier revision; empty for the last one that went live before the current one
     * @throws RequestRefused if that revision can't be brought back
     */
    ChangeProposal rollback(OptionalLong number) throws RequestRefused {
        RollbackResolver.Return back = past.to(number);
        String text = back.to().target();
        if (back.secrets().isEmpty() && text.equals(world.intent.text())) {
            return nothing(back.reading());
        }
        String change = "rollback to " + back.to().number();
        return proposal(
                back.reading(),
                text,
                change,
                true,
                back.secrets(),
                back.to().head().written());
    }

    private ChangeProposal nothing(TargetReading reading) {
        List<String> waits = ChangeNotices.waits(world.intent);
        return new ChangeProposal(
                world.intent.revision(), world.intent, reading, "", false, Map.of(), NOTHING, waits, List.of());
    }

    private ChangeProposal proposal(
            TargetReading reading,
            String text,
            String change,
            boolean setsTarget,
            Map<String, String> secrets,
            Map<String, Long> written) {
        ReferenceSources then = sources.with(secrets);
        CapabilityCheck check = capabilities.with(then::secret);
        Intent intent = then.now(written).of(next(), world.intent.at(), "", text, reading.target());
        return new ChangeProposal(
                world.intent.revision(),
                intent,
                reading,
                change,
                setsTarget,
                secrets,
                ChangeSummary.between(world.intent, intent, WHY),
                new ChangeNotices(then, check).of(intent, reading),
                check.of(reading.references().file(), text, reading.target()).refusals());
    }

    private long next() {
        return memory.state().revision() + 1;
    }
}
