package dev.launcho.core.yaml;

import dev.launcho.core.model.ByteSize;
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
 * A value of a YAML file that knows where it stands and what it is called. Each reading method either returns what was asked
 * for or adds a problem and returns nothing.
 */
public final class YamlValue {
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");

    private final Node node;
    private final Problems problems;
    private final String subject;
    private final String key;

    YamlValue(Node root, Problems problems) {
        this(root, problems, "", "");
    }

    private YamlValue(Node node, Problems problems, String subject, String key) {
        this.node = node;
        this.problems = problems;
        this.subject = subject;
        this.key = key;
    }

    /** The same value as the head of a subject of its own, like {@code process "web"}; keys are counted from here. */
    public YamlValue as(String newSubject) {
        return new YamlValue(node, problems, newSubject, "");
    }

    YamlValue at(Node child, String name) {
        String shown = Quoted.bare(name);
        return new YamlValue(child, problems, subject, key.isEmpty() ? shown : key + "." + shown);
    }

    /** What the value belongs to, like {@code process "web"}; empty at the top. */
    public String subject() {
        return subject;
    }

    /** The way from the subject to the value: {@code resources[0].id}; empty for the subject itself. */
    public String key() {
        return key;
    }

    /** From 1. */
    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** From 1, in code points. */
    public int column() {
        return node.getStartMark().getColumn() + 1;
    }

    /** Code points on the first line; 1 for what spans several. */
    public int length() {
        return length(node);
    }

    static int length(Node node) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        return start.getLine() == end.getLine() ? Math.max(1, end.getColumn() - start.getColumn()) : 1;
    }

    /** Nothing was written, or {@code ~} or {@code null}. */
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

    /** For a value with {@link #isBoolean()}. */
    public boolean isTrue() {
        return isBoolean()
                && node instanceof ScalarNode scalar
                && TRUE.contains(scalar.getValue().toLowerCase(Locale.ROOT));
    }

    /** The text below {@code name} if this is a mapping that has one; tells no problem. */
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

    /** Any scalar as it is written: {@code 5000}, {@code true} and {@code 0x10} are texts too. Never holds NUL. */
    public Optional<String> text() {
        return ScalarReader.text(this, node);
    }

    /** A plain decimal number; the range includes its ends. */
    public Optional<Integer> integer(int least, int most) {
        return ScalarReader.integer(this, node, least, most);
    }

    /** Bytes, as {@link ByteSize} reads them; the range includes its ends. */
    public Optional<Long> size(long least, long most) {
        return ScalarReader.size(this, node, least, most);
    }

    /** A decimal number like {@code 0.5}, in thousandths, as is the range, which includes its ends. */
    public Optional<Integer> thousandths(int least, int most) {
        return ScalarReader.thousandths(this, node, least, most);
    }

    /** A duration with its unit, as {@link Durations} reads it; the range includes its ends. */
    public Optional<Duration> duration(Duration least, Duration most) {
        return ScalarReader.duration(this, node, least, most);
    }

    /** The items of a list of strings. @param of what they are, for the message: {@code service names} */
    public Optional<List<YamlValue>> strings(String of) {
        boolean one = node instanceof ScalarNode && !isNull();
        return items(of, one ? "write [" + Quoted.of(((ScalarNode) node).getValue()) + "]" : "");
    }

    /**
     * The items of a list.
     *
     * @param of what they are, for the message: {@code strings}
     * @param hint how to write it, if it is no list
     */
    public Optional<List<YamlValue>> items(String of, String hint) {
        if (!(node instanceof SequenceNode list)) {
            expected("a list of " + of, hint);
            return Optional.empty();
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new YamlValue(item, problems, subject, key + "[" + items.size() + "]"));
        }
        return Optional.of(List.copyOf(items));
    }

    /** A mapping that may have these keys and no others. */
    public Optional<YamlMap> fields(String... known) {
        return mapping("a mapping (key: value)").map(mapping -> YamlMap.of(this, mapping, List.of(known)));
    }

    /** A mapping that may have these keys and no others. */
    public Optional<YamlMap> fields(Shape.Fields known) {
        return mapping("a mapping (key: value)").map(mapping -> YamlMap.of(this, mapping, known.names()));
    }

    /** A plain decimal number. */
    public Optional<Integer> whole(Shape.Whole range) {
        return integer(range.least(), range.most());
    }

    /** A duration with its unit. */
    public Optional<Duration> span(Shape.Span range) {
        return duration(range.least(), range.most());
    }

    /** A mapping with keys of the user's choice. @param of what it maps, for the message: {@code names to values} */
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

    /** Adds a problem at this value; subject and key are put before the message. */
    public void problem(String message) {
        problem(message, "");
    }

    public void problem(String message, String hint) {
        problemAt(node, message, hint);
    }

    /** {@code did you mean "receives"?} if one of the known words is near, else empty. */
    public String didYouMean(String typed, Collection<String> known) {
        return problems.isFull() ? "" : Nearest.hint(typed, known);
    }

    void problemAt(Node place, String message, String hint) {
        Mark start = place.getStartMark();
        String lead = (subject.isEmpty() ? "" : subject + ": ") + (key.isEmpty() ? "" : key + ": ");
        problems.add(start.getLine() + 1, start.getColumn() + 1, length(place), lead + message, hint);
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
