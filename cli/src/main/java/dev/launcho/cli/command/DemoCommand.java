package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.demo.CommandTyping;
import dev.launcho.cli.demo.DemoRun;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.store.HomeDirectory;
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
        description = "Show Launcho in half a minute, on a temporary server: deploy, load, upgrade, kill -9.",
        footer = {"", "Example:", "  launcho demo --once"})
final class DemoCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(
            names = "--once",
            description = "Stop the server at the end, instead of leaving it running for experiments.")
    private boolean once;

    DemoCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure, InterruptedException {
        Console console = session.console();
        try {
            boolean good = new DemoRun(console, home -> new Typist(console, home)).run(once);
            return (good ? ExitCode.OK : ExitCode.FAILED).number();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the demo failed: " + e.getMessage());
        }
    }

    /** A runner of commands in this process, on the demonstration's home. */
    private record Typist(Console console, Path home) implements CommandTyping {
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

        /** Runs a command. Its notes go where its output goes, so that they stay in order. */
        private int run(OutputStream out, String... command) {
            List<String> all = new ArrayList<>(List.of("--home", home.toString()));
            all.addAll(List.of(command));
            Console own = new Console(InputStream.nullInputStream(), out, console.rawOut(), Set.of(), Map.of());
            return new CommandRunner(new CommandContext(own, Map.of())).run(all.toArray(String[]::new));
        }

        @Override
        public String prompt(String line) {
            return "$ " + line.replace(home + "/", "");
        }

        @Override
        public StatusView status() throws Failure {
            return new AdminClient(Login.find(new HomeDirectory(home), ""), "demo", login -> {}).status();
        }
    }
}
