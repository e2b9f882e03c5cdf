package dev.launcho.proxy;

/** The engine that was asked for can't be used here. The message is a line for the user: why, and what to set. */
public final class EngineUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    EngineUnavailable(String message) {
        super(message);
    }
}
