package dev.launcho.cli.server;

import dev.launcho.core.config.ConfigReader;
import dev.launcho.core.config.ConfigReading;
import dev.launcho.core.config.SecretSources;
import dev.launcho.core.config.SecretsFile;
import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.SetAside;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.SealKey;
import dev.launcho.core.store.SecretSeal;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The configuration, with the content of the files that it names.
 *
 * @param configured secrets of the configuration, by name
 * @param extra secrets that were set at run time
 * @param seal encrypts every secret that is kept in the home
 * @param written whether the configuration was written just now, with its defaults
 * @param warnings one line each
 * @param environment the server's environment
 */
record ServerSettings(
        ServerConfig config,
        Map<String, String> configured,
        Map<String, String> extra,
        SecretSeal seal,
        boolean written,
        List<String> warnings,
        Map<String, String> environment) {
    private static final String RECEIVERS = "server.notify";
    /** Also below a key that is misspelt. */
    private static final String RECEIVER_URL = "://";

    /** Signals that the configuration, or a file or variable that it names, is not valid. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines;

        Bad(List<String> lines) {
            super(String.join("\n", lines));
            this.lines = List.copyOf(lines);
        }

        List<String> lines() {
            return lines;
        }
    }

    /** @param file replaces the home's own configuration, which is written with its defaults if it is missing */
    static ServerSettings load(HomeDirectory home, Optional<Path> file, Map<String, String> environment)
            throws IOException, Bad {
        Path path = file.orElse(home.config());
        boolean write = file.isEmpty() && !Files.exists(path);
        if (write) {
            AtomicFiles.write(path, ConfigReader.defaultText());
        }
        byte[] text = Files.readAllBytes(path);
        ConfigReading reading = ConfigReader.read(path.toString(), text);
        if (!reading.valid()) {
            throw new Bad(render(reading.problems(), new String(text, StandardCharsets.UTF_8)));
        }
        Map<String, String> configured = new LinkedHashMap<>();
        SecretSources sources = reading.config().secrets();
        if (!sources.file().isEmpty()) {
            configured.putAll(secrets(path.toAbsolutePath().resolveSibling(sources.file())));
        }
        configured.putAll(fromEnvironment(path, sources.env(), environment));
        configured.putAll(sources.values());
        List<String> warnings = new ArrayList<>();
        SecretSeal seal = seal(home, environment, warnings::add);
        return new ServerSettings(
                reading.config(),
                configured,
                extra(home.extraSecrets(), seal, warnings::add),
                seal,
                write,
                warnings,
                Map.copyOf(environment));
    }

    private static SecretSeal seal(HomeDirectory home, Map<String, String> environment, Consumer<String> warnings)
            throws Bad {
        try {
            return SealKey.find(home, environment, warnings);
        } catch (IOException e) {
            throw new Bad(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, String> extra(Path file, SecretSeal seal, Consumer<String> warnings)
            throws IOException, Bad {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            String text = SecretStore.opened(seal, Files.readString(file));
            return values(SecretsFile.read(file.toString(), text.getBytes(StandardCharsets.UTF_8)));
        } catch (SecretSeal.Damaged | CharacterCodingException damaged) {
            // Running instances live on with the secret values of their revision.
            SetAside.move(file, ": set the secrets anew, or go back to a revision that had them", warnings);
            return Map.of();
        } catch (SecretSeal.Broken e) {
            throw new Bad(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, String> fromEnvironment(Path path, List<String> names, Map<String, String> environment)
            throws Bad {
        Map<String, String> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (environment.containsKey(name)) {
                found.put(name, environment.get(name));
            } else {
                missing.add(path + ": secrets.env: " + name + " is not in the server's environment");
            }
        }
        if (!missing.isEmpty()) {
            throw new Bad(missing);
        }
        return found;
    }

    private static Map<String, String> secrets(Path file) throws IOException, Bad {
        if (!Files.isReadable(file)) {
            throw new Bad(List.of("secrets.file: " + file + " can't be read"));
        }
        return values(SecretsFile.read(file.toString(), Files.readAllBytes(file)));
    }

    private static Map<String, String> values(SecretsFile.Reading reading) throws Bad {
        if (!reading.valid()) {
            // Without the source lines: they hold secrets.
            throw new Bad(reading.problems().stream().map(Problem::toString).toList());
        }
        return reading.values();
    }

    /**
     * Shows the lines of the source, but not those of receivers: they hold secrets. A problem of the syntax has no key, so that
     * no line counts from the first on that may belong to them.
     */
    private static List<String> render(List<Problem> problems, String source) {
        List<String> lines = source.lines().toList();
        int first = 1;
        while (first <= lines.size() && !mayHaveReceivers(lines.get(first - 1))) {
            first++;
        }
        int hidden = first;
        return problems.stream()
                .map(p -> p.key().startsWith(RECEIVERS) || p.line() >= hidden ? p.toString() : p.render(source))
                .toList();
    }

    private static boolean mayHaveReceivers(String line) {
        String text = line.strip();
        return !text.startsWith("#") && (text.contains("notify") || text.contains(RECEIVER_URL));
    }
}
