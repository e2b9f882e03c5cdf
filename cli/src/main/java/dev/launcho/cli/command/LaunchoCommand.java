package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import dev.launcho.cli.render.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: options that every command has, and help. */
@Command(
        name = "launcho",
        description = {
            "The dumbest Kubernetes replacement that works: keeps a target of processes and services running.",
            ""
        },
        footer = {"", "Example:", "  launcho target set target.yaml && launcho status"})
final class LaunchoCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    LaunchoCommand(CommandContext session) {
        this.session = session;
    }

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of state and auth files, instead of LAUNCHO_HOME or ~/.launcho.")
    void home(String directory) {
        session.setHome(directory);
    }

    @Option(
            names = {"-w", "--which"},
            paramLabel = "SERVER",
            scope = ScopeType.INHERIT,
            description =
                    "Use SERVER-launcho-client-auth.yaml, instead of LAUNCHO_WHICH or the only one. See \"launcho servers\".")
    void which(String name) {
        session.setWhich(name);
    }

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description = "Change a server whose auth file says \"protected: true\" without being asked.")
    void yes(boolean flag) {
        session.setYes(flag);
    }

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            scope = ScopeType.INHERIT,
            description = "When to use colours (default: auto, on a terminal without NO_COLOR).")
    void colour(Console.Colours wanted) {
        session.console().setColours(wanted);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}
