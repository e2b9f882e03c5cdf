package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The generator of a manual page for each command, from the same model as the help: {@code make man}. The pages are in
 * the language of man(7).
 */
public final class ManPages {
    private static final Map<ExitCode, String> EXITS = Map.ofEntries(
            Map.entry(ExitCode.OK, "done; also when a process waits for a secret, and the output says so"),
            Map.entry(ExitCode.FAILED, "failed"),
            Map.entry(ExitCode.USAGE, "the command line is wrong"),
            Map.entry(ExitCode.INVALID, "a target, configuration or auth file is not valid; nothing was changed"),
            Map.entry(
                    ExitCode.NOT_FOUND,
                    "not found: a file, process, instance, secret, resource, revision, token or the like"),
            Map.entry(ExitCode.CONFLICT, "in use, or somebody else changed it meanwhile"),
            Map.entry(ExitCode.AUTH, "wrong token or certificate"),
            Map.entry(ExitCode.UNREACHABLE, "the server can't be reached"),
            Map.entry(ExitCode.UNHEALTHY, "the rollout failed; what ran before goes on"),
            Map.entry(ExitCode.UNKNOWN_OUTCOME, "no answer came to a change: it may have been made, or may still be"),
            Map.entry(ExitCode.CHANGES, "plan --exit-code: there is something to change"),
            Map.entry(ExitCode.INTERRUPTED, "Ctrl-C"));

    private ManPages() {}

    /** Writes the pages. The first argument is the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (CommandSpec spec : all()) {
            Files.writeString(folder.resolve(name(spec) + ".1"), page(spec));
        }
    }

    /** Returns every command that help shows. */
    static List<CommandSpec> all() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        CommandContext session = new CommandContext(
                new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, Set.of(), Map.of()), Map.of());
        return below(CommandRunner.model(session).getCommandSpec());
    }

    private static List<CommandSpec> below(CommandSpec spec) {
        return Stream.concat(Stream.of(spec), children(spec).stream().flatMap(child -> below(child).stream()))
                .toList();
    }

    private static List<CommandSpec> children(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .filter(child -> !child.usageMessage().hidden())
                .toList();
    }

    /** Returns the name of a page: {@code launcho-target-set}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    static String page(CommandSpec spec) {
        StringBuilder page = new StringBuilder();
        page.append(".TH \"")
                .append(escape(name(spec).toUpperCase(Locale.ROOT)))
                .append("\" 1 \"\" \"launcho\" \"Launcho\"\n");
        section(page, "NAME", escape(name(spec)) + " \\- " + escape(summary(spec)));
        section(page, "SYNOPSIS", synopsis(spec));
        section(page, "DESCRIPTION", paragraph(spec.usageMessage().description()));
        if (spec.aliases().length > 0) {
            section(page, "ALIASES", escape(String.join(", ", spec.aliases())));
        }
        if (!children(spec).isEmpty()) {
            section(
                    page,
                    "COMMANDS",
                    children(spec).stream()
                            .map(child -> ".TP\n.B " + escape(child.name()) + "\n"
                                    + paragraph(child.usageMessage().description()))
                            .collect(Collectors.joining("\n")));
        }
        if (!spec.positionalParameters().isEmpty()) {
            section(
                    page,
                    "ARGUMENTS",
                    spec.positionalParameters().stream().map(ManPages::argument).collect(Collectors.joining("\n")));
        }
        section(
                page,
                "OPTIONS",
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(ManPages::option)
                        .collect(Collectors.joining("\n")));
        section(page, "EXAMPLES", ".nf\n" + example(spec) + "\n.fi");
        section(page, "EXIT STATUS", exits());
        section(page, "SEE ALSO", seeAlso(spec));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String text) {
        page.append(".SH ").append(title).append('\n').append(text).append('\n');
    }

    /** Returns the first sentence, as apropos(1) shows it. */
    static String summary(CommandSpec spec) {
        String text =
                String.join(" ", spec.usageMessage().description()).strip().replace("$${", "${");
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder line = new StringBuilder(".B " + escape(spec.qualifiedName(" ")) + "\n");
        line.append(children(spec).isEmpty() ? "[OPTIONS]" : "[OPTIONS] COMMAND");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = escape(parameter.paramLabel()) + (parameter.arity().max() > 1 ? "..." : "");
            line.append(' ').append(parameter.required() ? label : "[" + label + "]");
        }
        return line.toString();
    }

    private static String argument(PositionalParamSpec parameter) {
        return ".TP\n.I " + escape(parameter.paramLabel()) + "\n" + paragraph(parameter.description());
    }

    private static String option(OptionSpec option) {
        String names = String.join(", ", option.names());
        String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        return ".TP\n.B " + escape(names + value) + "\n" + paragraph(option.description());
    }

    private static String example(CommandSpec spec) {
        return Arrays.stream(spec.usageMessage().footer())
                .filter(line -> line.startsWith("  "))
                .map(line -> escape(line.substring(2)))
                .collect(Collectors.joining("\n"));
    }

    private static String exits() {
        return Arrays.stream(ExitCode.values())
                .map(exit -> ".TP\n.B " + exit.number() + "\n"
                        + escape(EXITS.getOrDefault(exit, exit.name().toLowerCase(Locale.ROOT))))
                .collect(Collectors.joining("\n"));
    }

    private static String seeAlso(CommandSpec spec) {
        CommandSpec parent = spec.parent() == null ? spec : spec.parent();
        return Stream.concat(Stream.of(parent), children(parent).stream())
                .filter(other -> other != spec)
                .map(other -> escape(name(other)) + "(1)")
                .collect(Collectors.joining(", "));
    }

    private static String paragraph(String[] lines) {
        return escape(String.join(" ", lines).strip());
    }

    /** Returns text for troff: hyphens as they are typed, and nothing that troff would take for a request. */
    private static String escape(String text) {
        String plain = text.replace("$${", "${")
                .replace("%n", " ")
                .replace("\\", "\\e")
                .replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
