package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.failure.FailureKind;

/** Thrown when a connect can't begin. */
final class ConnectFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    ConnectFailure(FailureKind kind) {
        super(kind.words(), null, false, false);
        this.kind = kind;
    }

    FailureKind kind() {
        return kind;
    }
}
