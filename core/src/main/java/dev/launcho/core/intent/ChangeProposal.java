package dev.launcho.core.intent;

import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.yaml.Problem;
import java.util.List;
import java.util.Map;

/**
 * A change as computed, before anything is written. It is shown, or committed while the revision that it was made from is
 * in force: so nothing is done that was not shown. Immutable.
 *
 * @param revision that it was made from
 * @param intent that it puts in force; the present one if it changes nothing
 * @param reading of the intent's text
 * @param change that it is, for the history: {@code secret KEY set}; empty if the target itself is set
 * @param setsTarget whether the target file is written
 * @param secrets to set, by name
 * @param notices missing secrets and resources, and warnings, one line each
 * @param refusals what the load balancer or the machine can't do
 */
public record ChangeProposal(
        long revision,
        Intent intent,
        TargetReading reading,
        String change,
        boolean setsTarget,
        Map<String, String> secrets,
        ChangeSummary changes,
        List<String> notices,
        List<Problem> refusals) {

    public boolean changed() {
        return intent.revision() != revision;
    }

    /** Returns this proposal, if the load balancer and the machine can do what it asks for. */
    public ChangeProposal supported() throws RequestRefused {
        if (!refusals.isEmpty()) {
            throw RequestRefused.invalid(refusals);
        }
        return this;
    }

    public ChangePreview preview() {
        return new ChangePreview(revision, intent.revision(), changes, notices);
    }
}
