package dev.launcho.cli.command;

/** Says something if the user ends the program (Ctrl-C: exit code 130) before this is closed. */
final class Farewell {
    private final Thread hook;

    Farewell(Runnable words) {
        hook = new Thread(words, "farewell");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program ends already: the words are being said.
        }
    }
}
