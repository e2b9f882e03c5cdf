package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks on a terminal for what nobody is to see, also where Java has no console as the output goes elsewhere. */
final class HiddenPrompt {
    private HiddenPrompt() {}

    /** @param console whose standard input is a terminal */
    static String ask(Console console, String prompt) throws Failure {
        Thread seen = new Thread(() -> echo(true));
        Runtime.getRuntime().addShutdownHook(seen); // Ctrl-C must not leave a terminal that shows nothing.
        boolean hidden = echo(false);
        try {
            if (!hidden) {
                console.notice("this terminal can't hide what you type");
            }
            console.err().print(prompt);
            console.err().flush();
            return line(console);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the value can't be read: " + e.getMessage() + ", nothing sent");
        } finally {
            echo(true);
            console.err().println();
            Runtime.getRuntime().removeShutdownHook(seen);
        }
    }

    private static String line(Console console) throws IOException, Failure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = console.in().read(); c != '\n'; c = console.in().read()) {
            if (c < 0) {
                throw new Failure(ExitCode.FAILED, "no value given, nothing sent");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static boolean echo(boolean on) {
        try {
            return new ProcessBuilder("stty", on ? "echo" : "-echo")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
