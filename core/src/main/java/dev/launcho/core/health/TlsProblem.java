package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.failure.ProbeFinding.Broken.Cause;
import java.io.IOException;

/** The failure of a TLS connection, at its start or later. */
final class TlsProblem extends IOException {
    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final String detail;

    TlsProblem(Cause kind) {
        super(kind.words());
        this.kind = kind;
        this.detail = "";
    }

    /** @param cause its message gives the details */
    TlsProblem(Cause kind, Throwable cause) {
        super(kind.words(), cause);
        this.kind = kind;
        this.detail = kind == Cause.HANDSHAKE ? String.valueOf(cause.getMessage()) : "";
    }

    Cause kind() {
        return kind;
    }

    ProbeFinding finding() {
        return new ProbeFinding.Broken(kind, detail);
    }
}
