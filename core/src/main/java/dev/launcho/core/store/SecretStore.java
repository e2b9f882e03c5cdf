package dev.launcho.core.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The secrets by name: those of the configuration, overridden by those that were set at run time. The latter are kept in
 * {@code launcho-extra-secrets.yaml}, sealed. The reconciler's thread only.
 */
public final class SecretStore {
    private static final String PURPOSE = "launcho-extra-secrets.yaml";

    private final Shelf shelf;
    private final Map<String, String> configured;
    private final SecretRedaction redaction = new SecretRedaction();
    private Map<String, String> extra;

    /** A store of the secrets that were set at run time. */
    public interface Shelf {
        /** Writes the secrets; they are on disk when this returns. */
        void keep(Map<String, String> extra) throws IOException;

        /** Returns whether the store can be read without a key. */
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

    private SecretStore(Shelf shelf, Map<String, String> configured, Map<String, String> extra) {
        this.shelf = shelf;
        this.configured = Map.copyOf(configured);
        this.extra = Map.copyOf(extra);
        redaction.learn(configured);
        redaction.learn(extra);
    }

    /** @param earlier former values of secrets, by name: instances may still use them */
    public void recall(Map<String, Set<String>> earlier) {
        redaction.recall(earlier);
    }

    /** Returns the redaction of all these secrets. Any thread. */
    public SecretRedaction redaction() {
        return redaction;
    }

    /**
     * @param file keeps the secrets that were set at run time
     * @param configured from the configuration: its file, environment and values
     * @param extra as read from {@code file}
     */
    public static SecretStore of(
            Path file, SecretSeal seal, Map<String, String> configured, Map<String, String> extra) {
        return kept(new SealedShelf(new SealedFile(file, PURPOSE, seal)), configured, extra);
    }

    /** @param extra as {@code shelf} kept it last */
    public static SecretStore kept(Shelf shelf, Map<String, String> configured, Map<String, String> extra) {
        return new SecretStore(shelf, configured, extra);
    }

    public Optional<String> get(String name) {
        String set = extra.get(name);
        return Optional.ofNullable(set != null ? set : configured.get(name));
    }

    /** Returns all secrets, sorted by name. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(configured);
        all.putAll(extra);
        return all;
    }

    /** Returns the secrets that were set at run time. */
    public Map<String, String> extra() {
        return Map.copyOf(extra);
    }

    /** Restores an earlier {@link #extra}: on disk when this returns, and in memory even if the write fails. */
    public void restore(Map<String, String> before) throws IOException {
        extra = Map.copyOf(before);
        save(before);
    }

    /**
     * Returns the text of a file of secrets that were set at run time, opened if it is sealed.
     *
     * @throws SecretSeal.Broken if it is sealed and can't be opened
     */
    public static String opened(SecretSeal seal, String text) throws SecretSeal.Broken {
        return seal.openEvenIfPlain(PURPOSE, text);
    }

    /** Seals the file if it is not sealed: the first Launcho or a user may have written it. */
    public void takeOver() throws IOException {
        if (shelf.unsealed()) {
            save(extra);
        }
    }

    /** Sets secrets; they are on disk when this returns. */
    public void setAll(Map<String, String> values) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.putAll(values);
        save(next);
    }

    /** Sets a secret; it is on disk when this returns. */
    public void set(String name, String value) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.put(name, value);
        save(next);
    }

    /** @return false if the configuration also has a secret of this name, which can't be removed here */
    public boolean remove(String name) throws IOException {
        Map<String, String> next = new TreeMap<>(extra);
        next.remove(name);
        save(next);
        return !configured.containsKey(name);
    }

    private void save(Map<String, String> next) throws IOException {
        redaction.learn(configured);
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

    /** A writer of any text as a string: unprintable text would become binary with a tag, and our reader ignores tags. */
    private static final class Texts extends Representer {
        Texts(DumperOptions options) {
            super(options);
            representers.put(
                    String.class,
                    text -> representScalar(Tag.STR, text.toString(), DumperOptions.ScalarStyle.DOUBLE_QUOTED));
        }
    }
}
