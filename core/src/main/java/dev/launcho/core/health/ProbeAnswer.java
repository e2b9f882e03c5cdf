package dev.launcho.core.health;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;

/**
 * The result of one probe, and its verdict.
 *
 * @param address the loopback literal that accepted; empty if none did
 * @param counts whether the result says anything about the instance; otherwise this server could not ask
 */
record ProbeAnswer(boolean healthy, ProbeResult result, String address, boolean counts) {
    ProbeAnswer(boolean healthy, ProbeResult result, String address) {
        this(healthy, result, address, true);
    }

    /** An answer of an instance whose address does not matter. */
    ProbeAnswer(boolean healthy, ProbeQuestion question, ProbeFinding finding) {
        this(healthy, new ProbeResult(question, finding), "");
    }

    static ProbeAnswer unasked(ProbeQuestion question, FailureKind lacking) {
        return new ProbeAnswer(false, new ProbeResult(question, new ProbeFinding.Unasked(lacking)), "", false);
    }

    /** Returns the answer without its address: it is unknown whose that is. */
    ProbeAnswer withoutAddress() {
        return new ProbeAnswer(healthy, result, "", counts);
    }

    /** Returns one line for a user. */
    String text() {
        return result.sentence();
    }
}
