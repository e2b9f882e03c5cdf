package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs commands in this process, and keeps what they print. */
public final class Cli {
    private final Map<String, String> environment = new HashMap<>();
    private final Set<Console.Stream> terminals = EnumSet.noneOf(Console.Stream.class);
    private byte[] input = new byte[0];

    /** What a run printed, and how it ended. */
    public record Result(int exit, String out, String err) {}

    public static Cli at(Path home) {
        return new Cli().with("LAUNCHO_HOME", home.toString());
    }

    public Cli with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Cli input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public Cli input(byte[] bytes) {
        input = bytes.clone();
        return this;
    }

    public Cli terminal(Console.Stream stream) {
        terminals.add(stream);
        return this;
    }

    /** For what prints nothing. */
    static Console nowhere() {
        ByteArrayOutputStream nothing = new ByteArrayOutputStream();
        return new Console(new ByteArrayInputStream(new byte[0]), nothing, nothing, Set.of(), Map.of());
    }

    public Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayInputStream(input), out, err, terminals, environment);
        int exit = new CommandRunner(new CommandContext(console, environment)).run(arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
