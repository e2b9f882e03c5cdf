package dev.launcho.core.config;

import dev.launcho.core.yaml.Problem;
import java.util.List;

/**
 * The result of reading a config.
 *
 * @param config can only be used if {@link #valid()}
 * @param problems by line; empty if the config is good
 */
public record ConfigReading(ServerConfig config, List<Problem> problems) {
    public ConfigReading {
        problems = List.copyOf(problems);
    }

    public boolean valid() {
        return problems.isEmpty();
    }

    /** @throws IllegalStateException if there are problems */
    @Override
    public ServerConfig config() {
        if (!valid()) {
            throw new IllegalStateException("a config with problems can't be used: " + problems.get(0));
        }
        return config;
    }
}
