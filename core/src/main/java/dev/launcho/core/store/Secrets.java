package dev.launcho.core.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Secrets by name: those of the configuration, and over them those that were set at run time, which are kept in
 * {@code launcho-extra-secrets.yaml}, sealed. The reconciler's thread only.
 */
public final class Secrets {
    private static final String PURPOSE = "launcho-extra-secrets.yaml";

    private final Shelf shelf;
    private final Map<String, String> configured;
    private final Redaction redaction = new Redaction();
    private Map<String, String> extra;

    /** Keeps the secrets that were set at run time. */
    public interface Shelf {
        /** On disk when this returns. */
        void keep(Map<String, String> extra) throws IOException;

        /** Whether anybody who gets at it can read it. */
        default boolean unsealed() throws IOException {
            return false;
        }
    }

    private record SealedShelf(SealedFile file) implements Shelf {
        @Override
        public void keep(Map<String, String> extra) throws IOException {
            file.write(yaml(extra));
        }

        @Override
        public boolean unsealed() throws IOException {
            return file.isPlain();
        }
    }

    private Secrets(Shelf shelf, Map<String, String> configured, Map<String, String> extra) {
        this.shelf = shelf;
        this.configured = Map.copyOf(configured);
        this.extra = Map.copyOf(extra);
        redaction.learn(configured);
        redaction.learn(extra);
    }

    /** Takes the values of all of these out of texts. Any thread. */
    public Redaction redaction() {
        return redaction;
    }

    /**
     * @param file where those set at run time are kept
     * @param configured from the configuration: its file, environment and values
     * @param extra as read from {@code file}
     */
    public static Secrets of(Path file, Seal seal, Map<String, String> configured, Map<String, String> extra) {
        return kept(new SealedShelf(new SealedFile(file, PURPOSE, seal)), configured, extra);
    }

    /** @param extra as {@code shelf} kept it last */
    public static Secrets kept(Shelf shelf, Map<String, String> configured, Map<String, String> extra) {
        return new Secrets(shelf, configured, extra);
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

    /** Those that were set at run time. */
    public Map<String, String> extra() {
        return Map.copyOf(extra);
    }

    /** Goes back to an earlier {@link #extra}: on disk when this returns, in memory even if the disk refuses. */
    public void restore(Map<String, String> before) throws IOException {
        extra = Map.copyOf(before);
        save(before);
    }

    /**
     * The text of a file of secrets that were set at run time, opened if it is sealed.
     *
     * @throws Seal.Broken if it is sealed and can't be opened
     */
    public static String opened(Seal seal, String text) throws Seal.Broken {
        return seal.openEvenIfPlain(PURPOSE, text);
    }

    /** Seals the file where it is not: one of the first Launcho, or one that was written by hand. */
    public void takeOver() throws IOException {
        if (shelf.unsealed()) {
            save(extra);
        }
    }

    /** On disk when this returns. */
    public void setAll(Map<String, String> values) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.putAll(values);
        save(next);
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
        redaction.learn(next);
        shelf.keep(next);
        extra = next;
    }

    private static String yaml(Map<String, String> secrets) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        options.setSplitLines(false);
        return new Yaml(new Texts(options), options).dump(secrets);
    }

    /** Any text as text: unprintable ones would be written as binary, which is read by its tag, and tags are not read. */
    private static final class Texts extends Representer {
        Texts(DumperOptions options) {
            super(options);
            representers.put(
                    String.class,
                    text -> representScalar(Tag.STR, text.toString(), DumperOptions.ScalarStyle.DOUBLE_QUOTED));
        }
    }
}
