package dev.launcho.cli.line;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The printer of a command's help. */
public final class HelpPrinter {
    private HelpPrinter() {}

    public static void print(CommandSpec spec, PrintStream out) {
        out.print(spec.commandLine().getUsageMessage(Ansi.OFF));
    }
}
