package dev.launcho.cli.command;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the help of a command. */
final class Help {
    private Help() {}

    static void print(CommandSpec spec, PrintStream out) {
        out.print(spec.commandLine().getUsageMessage(Ansi.OFF));
    }
}
