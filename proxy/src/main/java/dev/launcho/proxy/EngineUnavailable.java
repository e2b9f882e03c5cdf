package dev.launcho.proxy;

/** Thrown when the chosen engine can't be used here. The message is one line for the user: the reason, and the setting to change. */
public final class EngineUnavailable extends IllegalStateException {
    private static final long serialVersionUID = 1;

    EngineUnavailable(String message) {
        super(message);
    }
}
