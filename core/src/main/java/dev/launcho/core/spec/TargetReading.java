package dev.launcho.core.spec;

import dev.launcho.core.model.Target;
import dev.launcho.core.yaml.Problem;
import java.util.List;

/**
 * The result of reading a target.
 *
 * @param target can only be used if {@link #valid()}
 * @param problems by line; empty if the target is good
 * @param references for notices, also of a target that has problems
 */
public record TargetReading(Target target, List<Problem> problems, ReferenceCheck references) {
    public TargetReading {
        problems = List.copyOf(problems);
    }

    public boolean valid() {
        return problems.isEmpty();
    }

    /**
     * @throws IllegalStateException if there are problems: half a target must never be carried out
     */
    @Override
    public Target target() {
        if (!valid()) {
            throw new IllegalStateException("a target with problems can't be used: " + problems.get(0));
        }
        return target;
    }
}
