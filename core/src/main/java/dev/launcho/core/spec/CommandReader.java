package dev.launcho.core.spec;

import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a program and its arguments: {@code command} and {@code health.exec}. */
final class CommandReader {
    private static final String LIKE = "write the program and its arguments, like [\"node\", \"server.js\"]";

    private static final int LONGEST_HINT = 60;

    private CommandReader() {}

    static List<String> read(YamlValue value, TemplateReader templates) {
        boolean one = !value.isList() && !value.isMapping() && !value.isNull();
        String hint = one ? value.text().map(CommandReader::asList).orElse("") : LIKE;
        List<YamlValue> items = value.items("strings", hint).orElse(List.of());
        if (items.isEmpty() && value.isList()) {
            value.problem("is empty", LIKE);
        }
        List<String> command = new ArrayList<>();
        for (YamlValue item : items) {
            templates
                    .readArgument(item, item == items.get(0) ? ValueChecks::program : TemplateReader::anything)
                    .ifPresent(command::add);
        }
        return command;
    }

    /** Suggests a list: the words, if the text has only words, else a call of the shell. */
    private static String asList(String text) {
        if (text.isBlank() || text.length() > LONGEST_HINT || text.matches("(?s).*[\\\\\"\\n].*")) {
            return LIKE;
        }
        boolean words = text.matches("[\\w\\s./:=,@%+${}-]+");
        List<String> list = words ? Arrays.asList(text.strip().split("\\s+")) : List.of("sh", "-c", text);
        return "write " + list.stream().map(QuotedText::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
