package dev.launcho.cli.line;

/** A shutdown hook that prints something if the program ends (Ctrl-C: exit code 130) before this is closed. */
public final class InterruptMessage {
    private final Thread hook;

    public InterruptMessage(Runnable words) {
        hook = new Thread(words, "farewell");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook is running.
        }
    }
}
