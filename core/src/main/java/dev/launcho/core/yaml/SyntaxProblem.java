package dev.launcho.core.yaml;

import dev.launcho.core.text.QuotedText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Translates SnakeYAML's messages from a parser's words into a user's. */
final class SyntaxProblem {
    private static final String QUOTE_IT = "put the value in quotes, or check the indentation and the line above";
    private static final String INDENT = "check how it is indented";

    /** The first rule whose two parts occur in SnakeYAML's context and problem decides. */
    private static final List<Rule> RULES = List.of(
            rule("", "(TAB)", "a tab where only spaces may stand", "indent with spaces", false),
            rule("scanning a quoted scalar", "found unexpected end of stream", "this quote is never closed", "", true),
            rule("flow sequence", "but got", "this [ is not closed, or a comma is missing", "", true),
            rule("flow mapping", "but got", "this { is not closed, or a comma is missing", "", true),
            rule("", "mapping values are not allowed here", "a \":\" can't stand here", QUOTE_IT, false),
            rule("", "sequence entries are not allowed here", "a list item can't stand here", QUOTE_IT, false),
            rule("", "could not find expected ':'", "this line is neither \"key: value\" nor a list item", "", true),
            rule("scanning a simple key", "", "this line is neither \"key: value\" nor a list item", "", true),
            rule("block mapping", "expected <block end>", "this line does not fit the lines above", INDENT, false),
            rule("block collection", "expected <block end>", "this line does not fit the lines above", INDENT, false),
            rule("", "that cannot start any token", "this character can't start a value", "put it in quotes", false),
            rule("", "unknown escape character", "unknown escape after \\", "use single quotes, or \\\\", false),
            rule("scanning an alias", "", "a name must follow *", "put a text that starts with * in quotes", true),
            rule("scanning an anchor", "", "a name must follow &", "put a text that starts with & in quotes", true));

    private SyntaxProblem() {}

    static void add(MarkedYAMLException e, Problems problems) {
        String context = Objects.requireNonNullElse(e.getContext(), "");
        String problem = Objects.requireNonNullElse(e.getProblem(), "");
        Optional<Rule> found = RULES.stream()
                .filter(rule -> context.contains(rule.context) && problem.contains(rule.problem))
                .findFirst();
        boolean atStart = found.map(Rule::atStart).orElse(false);
        Mark mark = first(atStart ? e.getContextMark() : e.getProblemMark(), e.getProblemMark(), e.getContextMark());
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        String message = found.map(Rule::message).orElse(QuotedText.bare(problem));
        problems.add(
                line, column, 1, "not YAML: " + message, found.map(Rule::hint).orElse(""));
    }

    private static @Nullable Mark first(@Nullable Mark... marks) {
        for (Mark mark : marks) {
            if (mark != null) {
                return mark;
            }
        }
        return null;
    }

    private static Rule rule(String context, String problem, String message, String hint, boolean atStart) {
        return new Rule(context, problem, message, hint, atStart);
    }

    /** @param atStart whether the problem is shown where the faulty construct starts, not where the parser gave up */
    private record Rule(String context, String problem, String message, String hint, boolean atStart) {}
}
