package dev.launcho.core.model;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import java.util.function.UnaryOperator;

/** What a probe asked, and what it found. Programs read the parts; {@link #sentence} is for people. */
public record ProbeResult(ProbeQuestion question, ProbeFinding finding) {
    /** Before the first probe. */
    public static final ProbeResult NONE = described("");

    /** Returns a result that only its sentence describes. */
    public static ProbeResult described(String sentence) {
        return of(new ProbeFinding.Described(sentence));
    }

    /** Returns a result without a question. */
    public static ProbeResult of(ProbeFinding finding) {
        return new ProbeResult(ProbeQuestion.NONE, finding);
    }

    /** Returns whether there was no probe yet. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Returns whether nothing listened at the port. */
    public boolean refused() {
        return finding.equals(new ProbeFinding.Unconnected(FailureKind.REFUSED));
    }

    /** Returns whether this server could not ask, for a shortage of its own. */
    public boolean isUnasked() {
        return finding.isUnasked();
    }

    /** Returns whether another program gets the connections to a port of the instance at this loopback literal. */
    public boolean isStrangerAt(String address) {
        return finding.isStrangerAt(address);
    }

    /** Returns this result with its texts replaced by {@code words}, as to hide secrets. */
    public ProbeResult saying(UnaryOperator<String> words) {
        return new ProbeResult(question.saying(words), finding.saying(words));
    }

    /** Returns one line: {@code GET /health on 127.0.0.1:20001: 503 Service Unavailable}. */
    public String sentence() {
        return question.words() + finding.words();
    }
}
