package dev.launcho.cli.command;

import picocli.CommandLine.Option;

/** {@code -o}, on every command that prints data. */
final class Format {
    /** What {@code -o} takes. */
    enum Kind {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How to print it (default: table).")
    private Kind kind = Kind.table;

    boolean json() {
        return kind == Kind.json;
    }
}
