package dev.launcho.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sources of the config's secrets. If several have one name, {@code values} takes precedence over {@code env}, and
 * {@code env} over {@code file}.
 *
 * @param file a YAML file of names and values ({@link SecretsFile}); relative to the config's own directory; empty if
 *     none
 * @param env variables of the server's environment, each of which must be set
 * @param values secrets given in the config itself
 */
public record SecretSources(String file, List<String> env, Map<String, String> values) {
    public static final SecretSources NONE = new SecretSources("", List.of(), Map.of());

    public SecretSources {
        env = List.copyOf(env);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns a text without the values, which are secret. */
    @Override
    public String toString() {
        return "SecretSources[file=" + file + ", env=" + env + ", values=" + values.keySet() + "]";
    }
}
