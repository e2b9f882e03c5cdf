package dev.launcho.core.target;

import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a program and its arguments: {@code command} and {@code health.exec}. */
final class CommandReader {
    private static final String STRINGS = "strings";

    private CommandReader() {}

    static List<String> read(YamlValue value, Templates templates) {
        if (!value.isList() && !value.isMapping() && !value.isNull()) {
            value.expectedList(STRINGS, value.text().map(CommandReader::asList).orElse(""));
            return List.of();
        }
        List<YamlValue> items = value.items(STRINGS).orElse(List.of());
        if (items.isEmpty() && value.isList()) {
            value.problem("is empty", "write the program and its arguments, like [\"node\", \"server.js\"]");
        }
        List<String> command = new ArrayList<>();
        for (YamlValue item : items) {
            boolean program = command.isEmpty();
            (program ? templates.read(item, Checks::program) : templates.read(item)).ifPresent(command::add);
        }
        return command;
    }

    /** Words where the text has only words, else a call of the shell. */
    private static String asList(String text) {
        if (text.isBlank()) {
            return "";
        }
        boolean words = text.matches("[\\w\\s./:=,@%+${}-]+");
        List<String> list = words ? Arrays.asList(text.strip().split("\\s+")) : List.of("sh", "-c", text);
        return "write " + list.stream().map(CommandReader::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return text.indexOf('"') >= 0 && text.indexOf('\'') < 0 ? "'" + text + "'" : Quoted.of(text);
    }
}
