package dev.launcho.proxy.relay;

import dev.launcho.core.failure.FailureKind;
import java.io.IOException;

/** Thrown when a listening socket can't be opened. */
public final class BindFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    /** @param cause the system's error, whose text may not be English */
    public BindFailure(FailureKind kind, Throwable cause) {
        super(kind == FailureKind.OTHER ? kind.words() + " (" + cause.getMessage() + ")" : kind.words(), cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
