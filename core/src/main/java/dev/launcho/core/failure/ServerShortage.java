package dev.launcho.core.failure;

/** A shortage of this server itself, which kept it from finding something out. */
public final class ServerShortage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    /** @param kind a {@link FailureKind#isShortage shortage} */
    public ServerShortage(FailureKind kind) {
        super(kind.words(), null, false, false);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
