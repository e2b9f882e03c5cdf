package dev.launcho.cli.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;

/**
 * A handler that ends the server at once when one of its threads dies: half a server looks healthy and does nothing. The
 * service manager starts a new server, which adopts the instances; they and their connections to each other live on
 * meanwhile. Workers that answer requests have a handler of their own, since an exception there fails only one request.
 */
final class FailFast implements Thread.UncaughtExceptionHandler {
    private final Consumer<String> say;
    private final Runnable end;

    /** @param end must not return */
    FailFast(Consumer<String> say, Runnable end) {
        this.say = say;
        this.end = end;
    }

    /** Installs the handler for the whole process. */
    static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                new FailFast(System.err::println, () -> Runtime.getRuntime().halt(1)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        try {
            say.accept("error: the server's thread \"" + thread.getName() + "\" died of " + cause
                    + "; the server ends, its instances keep running: start it again");
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            say.accept(trace.toString().strip());
        } finally {
            end.run(); // Even if there is no memory left for the message.
        }
    }
}
