package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.demo.DemoRun;
import dev.launcho.cli.demo.Typing;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.store.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho demo}. */
@Command(
        name = "demo",
        description = "Show it all in half a minute, on a server of its own: deploy, load, upgrade, kill -9.",
        footer = {"", "Example:", "  launcho demo --once"})
final class DemoCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--once", description = "End the server afterwards, instead of leaving it up to play with.")
    private boolean once;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        Console console = session.console();
        try {
            boolean good = new DemoRun(console, home -> new Typist(console, home)).run(once);
            return (good ? ExitCode.OK : ExitCode.FAILED).number();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the demonstration could not go on: " + e.getMessage());
        }
    }

    /** Runs commands in this process, on the demonstration's home. */
    private record Typist(Console console, Path home) implements Typing {
        @Override
        public int type(String... command) {
            console.out().println(prompt("launcho " + String.join(" ", command)));
            return run(console.rawOut(), command);
        }

        @Override
        public String output(String... command) {
            console.out().println(prompt("launcho " + String.join(" ", command)));
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            run(printed, command);
            String text = printed.toString(StandardCharsets.UTF_8).trim();
            console.out().println(text);
            return text;
        }

        /** Notes go where output goes, so that they stay in order. */
        private int run(OutputStream out, String... command) {
            List<String> all = new ArrayList<>(List.of("--home", home.toString()));
            all.addAll(List.of(command));
            Console own = new Console(InputStream.nullInputStream(), out, console.rawOut(), Set.of(), Map.of());
            return new Commands(new Session(own, Map.of())).run(all.toArray(String[]::new));
        }

        @Override
        public String prompt(String line) {
            return "$ " + line.replace(home + "/", "");
        }

        @Override
        public StatusView status() throws Failure {
            return new AdminClient(Login.find(new Home(home), ""), "demo", login -> {}).status();
        }
    }
}
