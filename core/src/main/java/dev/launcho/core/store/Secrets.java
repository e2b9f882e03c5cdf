package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Secrets by name: those of the configuration, and over them those that were set at run time, which are kept in
 * {@code launcho-extra-secrets.yaml}. The reconciler's thread only.
 */
public final class Secrets {
    private final Path file;
    private final Map<String, String> configured;
    private Map<String, String> extra;

    private Secrets(Path file, Map<String, String> configured, Map<String, String> extra) {
        this.file = file;
        this.configured = configured;
        this.extra = extra;
    }

    /**
     * @param configured from the configuration: its file, environment and values
     * @throws IOException telling the file and what is wrong with it
     */
    public static Secrets open(Path file, Map<String, String> configured) throws IOException {
        return new Secrets(file, Map.copyOf(configured), Files.exists(file) ? read(file) : Map.of());
    }

    public Optional<String> get(String name) {
        String set = extra.get(name);
        return Optional.ofNullable(set != null ? set : configured.get(name));
    }

    /** Names, sorted. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(configured);
        all.putAll(extra);
        return all;
    }

    /** On disk when this returns. */
    public void set(String name, String value) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.put(name, value);
        save(next);
    }

    /** @return false if it is one of the configuration, which this can't remove */
    public boolean remove(String name) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.remove(name);
        save(next);
        return !configured.containsKey(name);
    }

    private void save(Map<String, String> next) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        options.setSplitLines(false);
        AtomicFiles.write(file, new Yaml(new Representer(options), options).dump(next));
        extra = next;
    }

    /** A mapping of names to scalars, each taken as it is written: {@code 010} stays three digits. */
    public static Map<String, String> read(Path file) throws IOException {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(Files.newBufferedReader(file));
            if (root == null) {
                return Map.of();
            }
            if (!(root instanceof MappingNode mapping)) {
                throw new IOException(file + ": expected a mapping of names to values");
            }
            Map<String, String> all = new LinkedHashMap<>();
            for (NodeTuple pair : mapping.getValue()) {
                if (!(pair.getKeyNode() instanceof ScalarNode key)
                        || !(pair.getValueNode() instanceof ScalarNode value)) {
                    int line = pair.getKeyNode().getStartMark().getLine() + 1;
                    throw new IOException(file + ":" + line + ": a secret is NAME: \"value\"");
                }
                all.put(key.getValue(), value.getValue());
            }
            return all;
        } catch (YAMLException e) {
            // The message may quote the file; it says where without saying what.
            throw new IOException(file + ": not valid YAML" + where(e));
        }
    }

    private static String where(YAMLException e) {
        return e instanceof org.yaml.snakeyaml.error.MarkedYAMLException marked && marked.getProblemMark() != null
                ? " at line " + (marked.getProblemMark().getLine() + 1)
                : "";
    }
}
