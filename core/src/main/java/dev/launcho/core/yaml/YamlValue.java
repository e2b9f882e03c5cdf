package dev.launcho.core.yaml;

import dev.launcho.core.text.ByteSize;
import dev.launcho.core.text.DurationFormat;
import dev.launcho.core.text.NearestWord;
import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file with its place and its name. Each reading method either returns the requested value, or adds a
 * problem and returns nothing.
 */
public final class YamlValue {
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");

    private final Node node;
    private final Problems problems;
    private final String subject;
    private final String key;
    private final String path;

    YamlValue(Node root, Problems problems) {
        this(root, problems, "", "", "");
    }

    private YamlValue(Node node, Problems problems, String subject, String key, String path) {
        this.node = node;
        this.problems = problems;
        this.subject = subject;
        this.key = key;
        this.path = path;
    }

    /** Returns this value as the head of a new subject, like {@code process "web"}; keys are relative to it. */
    public YamlValue as(String newSubject) {
        return new YamlValue(node, problems, newSubject, "", path);
    }

    YamlValue at(Node child, String name) {
        return new YamlValue(child, problems, subject, below(key, name), below(path, name));
    }

    private static String below(String way, String name) {
        String shown = QuotedText.bare(name);
        return way.isEmpty() ? shown : way + "." + shown;
    }

    /** Returns the subject of the value, like {@code process "web"}; empty at the top. */
    public String subject() {
        return subject;
    }

    /** Returns the path from the subject to the value: {@code resources[0].id}; empty for the subject itself. */
    public String key() {
        return key;
    }

    /** Returns the path from the top of the file to the value: {@code processes[0].resources[0].id}; empty for the top itself. */
    public String path() {
        return path;
    }

    /** Returns the line, from 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** Returns the column, from 1, in code points. */
    public int column() {
        return node.getStartMark().getColumn() + 1;
    }

    /** Returns the number of code points; 1 for a value that spans several lines. */
    public int length() {
        return length(node);
    }

    static int length(Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        return start.getLine() == end.getLine() ? Math.max(1, end.getColumn() - start.getColumn()) : 1;
    }

    /** Returns whether nothing was written, or {@code ~} or {@code null}. */
    public boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    public boolean isBoolean() {
        return node.getTag().equals(Tag.BOOL);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Returns whether the value is true; false also if it is not {@link #isBoolean()}. */
    public boolean isTrue() {
        return isBoolean()
                && node instanceof ScalarNode scalar
                && TRUE.contains(scalar.getValue().toLowerCase(Locale.ROOT));
    }

    /** Returns whether the value is {@code true}; a value that is no boolean is a problem. */
    public Optional<Boolean> truth() {
        if (isBoolean()) {
            return Optional.of(isTrue());
        }
        expected("true or false");
        return Optional.empty();
    }

    /** Returns the text below {@code name} if this is a mapping that has one; adds no problem. */
    public Optional<String> peek(String name) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode k
                        && k.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .filter(value -> value instanceof ScalarNode && !value.getTag().equals(Tag.NULL))
                .map(value -> ((ScalarNode) value).getValue())
                .findFirst();
    }

    /** Returns any scalar as it is written: {@code 5000}, {@code true} and {@code 0x10} are texts too. Never holds NUL. */
    public Optional<String> text() {
        return ScalarReader.text(this, node);
    }

    /** Returns whether a process can be given this text: it has no NUL, and can be written in UTF-8. */
    public static boolean fitsAProcess(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    /** Returns a plain decimal number; the range includes its ends. */
    public Optional<Integer> integer(int least, int most) {
        return ScalarReader.integer(this, node, least, most);
    }

    /** Returns a number of bytes, as {@link ByteSize} reads it; the range includes its ends. */
    public Optional<Long> size(long least, long most) {
        return ScalarReader.size(this, node, least, most);
    }

    /** Returns a decimal number like {@code 0.5}, in thousandths; so is the range, which includes its ends. */
    public Optional<Integer> thousandths(int least, int most) {
        return ScalarReader.thousandths(this, node, least, most);
    }

    /** Returns a duration with its unit, as {@link DurationFormat} reads it; the range includes its ends. */
    public Optional<Duration> duration(Duration least, Duration most) {
        return ScalarReader.duration(this, node, least, most);
    }

    /** Returns the items of a list of strings. @param of the name of the items, for the message: {@code service names} */
    public Optional<List<YamlValue>> strings(String of) {
        boolean one = node instanceof ScalarNode && !isNull();
        return items(of, one ? "write [" + QuotedText.of(((ScalarNode) node).getValue()) + "]" : "");
    }

    /**
     * Returns the items of a list.
     *
     * @param of the name of the items, for the message: {@code strings}
     * @param hint how to write the list, if the value is none
     */
    public Optional<List<YamlValue>> items(String of, String hint) {
        if (!(node instanceof SequenceNode list)) {
            expected("a list of " + of, hint);
            return Optional.empty();
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            String index = "[" + items.size() + "]";
            items.add(new YamlValue(item, problems, subject, key + index, path + index));
        }
        return Optional.of(List.copyOf(items));
    }

    /** A mapping that may have these keys and no others. */
    public Optional<YamlMap> fields(String... known) {
        return mapping("a mapping (key: value)").map(mapping -> YamlMap.of(this, mapping, List.of(known)));
    }

    /** A mapping that may have these keys and no others. */
    public Optional<YamlMap> fields(ValueShape.Fields known) {
        return mapping("a mapping (key: value)").map(mapping -> YamlMap.of(this, mapping, known.names()));
    }

    /** A plain decimal number. */
    public Optional<Integer> whole(ValueShape.Whole range) {
        return integer(range.least(), range.most());
    }

    /** A duration with its unit. */
    public Optional<Duration> span(ValueShape.Span range) {
        return duration(range.least(), range.most());
    }

    /** Returns a mapping with keys of the user's choice. @param of what the mapping maps, for the message: {@code names to values} */
    public Optional<YamlMap> entries(String of) {
        return mapping("a mapping of " + of).map(mapping -> YamlMap.of(this, mapping, List.of()));
    }

    private Optional<MappingNode> mapping(String what) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(mapping);
        }
        expected(what);
        return Optional.empty();
    }

    void expected(String what) {
        expected(what, "");
    }

    void expected(String what, String hint) {
        problem("expected " + what + ", found " + kind(), hint);
    }

    /** Adds a problem at this value; subject and key precede the message. */
    public void problem(String message) {
        problem(message, "");
    }

    public void problem(String message, String hint) {
        problemAt(node, message, hint);
    }

    /** Returns {@code did you mean "receives"?} if one of the known words is near, else empty. */
    public String didYouMean(String typed, Collection<String> known) {
        return problems.isFull() ? "" : NearestWord.hint(typed, known);
    }

    void problemAt(Node place, String message, String hint) {
        problemAt(place, path, message, hint);
    }

    /** Adds a problem with the key {@code name} of this mapping, which may lack it. */
    void problemOf(Node place, String name, String message, String hint) {
        problemAt(place, below(path, name), message, hint);
    }

    /** Adds a problem like {@link #problemOf(Node, String, String, String)}, for a missing key. */
    void missing(String name) {
        problemOf(node, name, "the key " + QuotedText.of(name) + " is missing", "");
    }

    private void problemAt(Node place, String way, String message, String hint) {
        Mark start = place.getStartMark();
        String lead = (subject.isEmpty() ? "" : subject + ": ") + (key.isEmpty() ? "" : key + ": ");
        problems.add(start.getLine() + 1, start.getColumn() + 1, length(place), way, lead + message, hint);
    }

    private String kind() {
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        return switch (node.getTag()
                .getValue()
                .substring(node.getTag().getValue().lastIndexOf(':') + 1)) {
            case "null" -> "nothing";
            case "int", "float" -> "a number";
            case "bool" -> "true or false";
            case "timestamp" -> "a date";
            default -> "a string";
        };
    }
}
