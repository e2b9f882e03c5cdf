package dev.launcho.core.yaml;

import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys of a mapping. Duplicate and unknown keys are reported when it is made. Merge keys ({@code <<: *base}) are
 * expanded: a key of the mapping itself precedes a merged one, and an earlier merge precedes a later one.
 */
public final class YamlMap {
    private final YamlValue owner;
    private final List<String> known;
    private final Map<String, YamlValue> keys = new LinkedHashMap<>();
    private final Map<String, YamlValue> values = new LinkedHashMap<>();

    private YamlMap(YamlValue owner, List<String> known) {
        this.owner = owner;
        this.known = known;
    }

    static YamlMap of(YamlValue owner, MappingNode node, List<String> known) {
        YamlMap map = new YamlMap(owner, known);
        map.read(node);
        return map;
    }

    /** Returns all values by key, in the order of the file. */
    public Map<String, YamlValue> all() {
        return Collections.unmodifiableMap(values);
    }

    /** Returns the key itself, for problems with a name. @throws NullPointerException if there is no such key */
    public YamlValue key(String key) {
        return Objects.requireNonNull(keys.get(key), key);
    }

    /** Returns the value, which may be null in YAML's sense. */
    public Optional<YamlValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns the value unless nothing is written after the key. Use it for lists and mappings, where nothing means an empty one. */
    public Optional<YamlValue> getFilled(String key) {
        return get(key).filter(value -> !value.isNull());
    }

    /** Returns the value; its absence is a problem. */
    public Optional<YamlValue> require(String key) {
        if (!values.containsKey(key)) {
            owner.missing(key);
        }
        return get(key);
    }

    /** Works like {@link #get(String)}. */
    public Optional<YamlValue> get(SchemaKey<?> key) {
        return get(key.name());
    }

    /** Works like {@link #getFilled(String)}. */
    public Optional<YamlValue> getFilled(SchemaKey<?> key) {
        return getFilled(key.name());
    }

    /** Works like {@link #require(String)}. */
    public Optional<YamlValue> require(SchemaKey<?> key) {
        return require(key.name());
    }

    /** Returns the mapping below a key. */
    public Optional<YamlMap> fields(SchemaKey<ValueShape.Fields> key) {
        return getFilled(key).flatMap(value -> value.fields(key.shape()));
    }

    public Optional<Boolean> truth(SchemaKey<ValueShape.Truth> key) {
        return get(key).flatMap(YamlValue::truth);
    }

    public Optional<Integer> whole(SchemaKey<ValueShape.Whole> key) {
        return get(key).flatMap(value -> value.whole(key.shape()));
    }

    /** Returns the number in thousandths. */
    public Optional<Integer> decimal(SchemaKey<ValueShape.Decimal> key) {
        return get(key).flatMap(value ->
                value.thousandths(key.shape().least(), key.shape().most()));
    }

    public Optional<Duration> span(SchemaKey<ValueShape.Span> key) {
        return get(key).flatMap(value -> value.span(key.shape()));
    }

    public Optional<Long> bytes(SchemaKey<ValueShape.Bytes> key) {
        return get(key).flatMap(
                        value -> value.size(key.shape().least(), key.shape().most()));
    }

    /** Returns the mapping itself, for problems that belong to no key. */
    public YamlValue owner() {
        return owner;
    }

    private void read(MappingNode node) {
        Map<String, Node> seen = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            Node key = entry.getKeyNode();
            if (!isMerge(key)) {
                name(key).ifPresent(name -> own(name, entry, seen));
            }
        }
        for (NodeTuple entry : node.getValue()) {
            if (isMerge(entry.getKeyNode())) {
                merge(entry.getValueNode());
            }
        }
    }

    private void own(String name, NodeTuple entry, Map<String, Node> seen) {
        Node key = entry.getKeyNode();
        Node first = seen.putIfAbsent(name, key);
        if (first != null) {
            String hint = "the first is on line " + (first.getStartMark().getLine() + 1);
            owner.problemOf(key, name, "duplicate key " + QuotedText.of(name), hint);
        } else if (!known.isEmpty() && !known.contains(name)) {
            owner.problemOf(key, name, "unknown key " + QuotedText.of(name), owner.didYouMean(name, known));
        } else {
            keys.putIfAbsent(name, owner.at(key, name));
            values.putIfAbsent(name, owner.at(entry.getValueNode(), name));
        }
    }

    private Optional<String> name(Node key) {
        if (key instanceof ScalarNode scalar && !key.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar.getValue());
        }
        owner.problemAt(key, "a key must be a string", "");
        return Optional.empty();
    }

    private void merge(Node value) {
        if (value instanceof MappingNode mapping) {
            read(mapping);
        } else if (value instanceof SequenceNode list
                && list.getValue().stream().allMatch(MappingNode.class::isInstance)) {
            list.getValue().forEach(this::merge);
        } else {
            owner.problemAt(value, "<< takes an alias of a mapping, or a list of them", "like <<: *base");
        }
    }

    private static boolean isMerge(Node key) {
        return key.getTag().equals(Tag.MERGE);
    }
}
