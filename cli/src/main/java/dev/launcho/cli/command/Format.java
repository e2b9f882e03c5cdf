package dev.launcho.cli.command;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.Yaml;
import dev.launcho.cli.render.Console;
import java.util.Collection;
import picocli.CommandLine.Option;

/** {@code -o}, on every command that prints data. */
final class Format {
    /** What {@code -o} takes. */
    enum Kind {
        table,
        wide,
        json,
        yaml,
        name
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|wide|json|yaml|name",
            description = "How to print it (default: table).")
    private Kind kind = Kind.table;

    Kind kind() {
        return kind;
    }

    boolean json() {
        return kind == Kind.json;
    }

    boolean wide() {
        return kind == Kind.wide;
    }

    /** Whether programs read it: then it is neither cut nor repainted. */
    boolean isTable() {
        return kind == Kind.table || kind == Kind.wide;
    }

    /**
     * Prints in the form that was asked for.
     *
     * @param json object or array
     * @param names one a line
     * @param table prints for people
     */
    void print(Console console, Object json, Collection<String> names, Runnable table) {
        switch (kind) {
            case json -> console.out().println(Json.pretty(json));
            case yaml -> console.out().print(Yaml.text(json));
            case name -> names.forEach(console.out()::println);
            case table, wide -> table.run();
        }
    }
}
