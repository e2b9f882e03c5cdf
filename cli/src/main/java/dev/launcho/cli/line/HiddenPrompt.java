package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A prompt on a terminal that does not show what is typed, even where Java has no console because the output goes elsewhere. */
final class HiddenPrompt {
    private HiddenPrompt() {}

    /** @param console its standard input is a terminal */
    static byte[] ask(Console console, String prompt) throws Failure {
        Optional<String> before = stty("-g");
        Runnable restore = () -> {
            before.ifPresent(HiddenPrompt::stty);
            console.err().println();
        };
        // Ctrl-C must not leave a terminal that shows nothing.
        InterruptMessage farewell = new InterruptMessage(() -> {
            restore.run();
            console.err().println("no value given, nothing sent");
        });
        try {
            if (before.isEmpty() || stty("-echo").isEmpty()) {
                console.notice("this terminal can't hide what you type");
            }
            console.err().print(prompt);
            console.err().flush();
            return line(console);
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the value can't be read: " + e.getMessage() + ", nothing sent");
        } finally {
            farewell.close();
            restore.run();
        }
    }

    private static byte[] line(Console console) throws IOException, Failure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = console.in().read(); c != '\n'; c = console.in().read()) {
            if (c < 0) {
                throw new Failure(ExitCode.FAILED, "no value given, nothing sent");
            }
            line.write(c);
        }
        return line.toByteArray();
    }

    /** @return the output of {@code stty}, empty if it fails */
    private static Optional<String> stty(String argument) {
        try {
            Process stty = new ProcessBuilder("stty", argument)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return stty.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
