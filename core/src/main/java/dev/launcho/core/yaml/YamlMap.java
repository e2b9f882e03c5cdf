package dev.launcho.core.yaml;

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
 * The keys of a mapping. Duplicate and unknown keys have been told when it is made; merge keys ({@code <<: *base}) are
 * expanded: a key of the mapping itself goes before a merged one, an earlier merge before a later.
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

    /** In the order of the file. */
    public Map<String, YamlValue> all() {
        return Collections.unmodifiableMap(values);
    }

    /** The key itself, for problems with a name. @throws NullPointerException if there is no such key */
    public YamlValue key(String key) {
        return Objects.requireNonNull(keys.get(key), key);
    }

    /** The value, which may be null in YAML's sense. */
    public Optional<YamlValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value unless nothing is written after the key: for lists and mappings, where that means an empty one. */
    public Optional<YamlValue> getFilled(String key) {
        return get(key).filter(value -> !value.isNull());
    }

    /** The value; its absence is a problem. */
    public Optional<YamlValue> require(String key) {
        if (!values.containsKey(key)) {
            owner.problem("the key " + Quoted.of(key) + " is missing");
        }
        return get(key);
    }

    /** As {@link #get(String)}. */
    public Optional<YamlValue> get(Key<?> key) {
        return get(key.name());
    }

    /** As {@link #getFilled(String)}. */
    public Optional<YamlValue> getFilled(Key<?> key) {
        return getFilled(key.name());
    }

    /** As {@link #require(String)}. */
    public Optional<YamlValue> require(Key<?> key) {
        return require(key.name());
    }

    /** The mapping below a key. */
    public Optional<YamlMap> fields(Key<Shape.Fields> key) {
        return getFilled(key).flatMap(value -> value.fields(key.shape()));
    }

    public Optional<Integer> whole(Key<Shape.Whole> key) {
        return get(key).flatMap(value -> value.whole(key.shape()));
    }

    /** In thousandths. */
    public Optional<Integer> decimal(Key<Shape.Decimal> key) {
        return get(key).flatMap(value ->
                value.thousandths(key.shape().least(), key.shape().most()));
    }

    public Optional<Duration> span(Key<Shape.Span> key) {
        return get(key).flatMap(value -> value.span(key.shape()));
    }

    public Optional<Long> bytes(Key<Shape.Bytes> key) {
        return get(key).flatMap(
                        value -> value.size(key.shape().least(), key.shape().most()));
    }

    /** The mapping itself, for problems that belong to no key. */
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
            owner.problemAt(key, "duplicate key " + Quoted.of(name), hint);
        } else if (!known.isEmpty() && !known.contains(name)) {
            owner.problemAt(key, "unknown key " + Quoted.of(name), owner.didYouMean(name, known));
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
