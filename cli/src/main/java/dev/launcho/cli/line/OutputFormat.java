package dev.launcho.cli.line;

import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.protocol.Yaml;
import dev.launcho.cli.render.Console;
import java.util.Collection;
import picocli.CommandLine.Option;

/** The option {@code -o} of every command that prints data. */
public final class OutputFormat {
    /** The values of {@code -o}. */
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

    public boolean json() {
        return kind == Kind.json;
    }

    public boolean wide() {
        return kind == Kind.wide;
    }

    /** Returns whether people read the output; output for programs is neither cut nor redrawn. */
    public boolean isTable() {
        return kind == Kind.table || kind == Kind.wide;
    }

    /** Prints a failure that does not end the command: as JSON if that was asked for, as it does at the end. */
    public void error(Console console, Failure failure) {
        ErrorJson.report(console, failure, json());
    }

    /**
     * Prints in the form that was asked for.
     *
     * @param view a record, a list of records, or JSON
     * @param names one a line
     * @param table prints for people
     */
    public void print(Console console, Object view, Collection<String> names, Runnable table) {
        switch (kind) {
            case json -> console.out().println(Json.pretty(RecordJson.json(view)));
            case yaml -> console.out().print(Yaml.text(RecordJson.json(view)));
            case name -> names.forEach(name -> console.data(name + "\n"));
            case table, wide -> table.run();
        }
    }
}
