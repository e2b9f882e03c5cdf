package dev.launcho.core.config;

import dev.launcho.core.config.ServerConfig.Balancer;
import dev.launcho.core.config.ServerConfig.Relay;
import dev.launcho.core.spec.AddressComparison;
import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads {@code launcho-config.yaml}. Each key is optional. Every problem of the file is reported; no input makes it throw. */
public final class ConfigReader {
    private ConfigReader() {}

    /** @param fileName as the user named it, for messages */
    public static ConfigReading read(String fileName, byte[] text) {
        Problems problems = new Problems(fileName);
        return reading(YamlDocument.read(text, problems), problems);
    }

    /** @param fileName as the user named it, for messages */
    public static ConfigReading read(String fileName, String text) {
        Problems problems = new Problems(fileName);
        return reading(YamlDocument.read(text, problems), problems);
    }

    /** Returns the file that a first start writes: the defaults, with comments. */
    public static String defaultText() {
        try (InputStream in = ConfigReader.class.getResourceAsStream("default-config.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading default-config.yaml from the jar", e);
        }
    }

    private static ConfigReading reading(Optional<YamlValue> root, Problems problems) {
        ServerConfig config = root.filter(value -> !value.isNull())
                .flatMap(value -> value.fields("secrets", "server"))
                .map(ConfigReader::config)
                .orElse(ServerConfig.DEFAULT);
        return new ConfigReading(config, problems.sorted());
    }

    private static ServerConfig config(YamlMap top) {
        SecretSources secrets = top.getFilled("secrets")
                .flatMap(value -> value.fields("file", "env", "values"))
                .map(ConfigReader::secrets)
                .orElse(SecretSources.NONE);
        ServerConfig usual = ServerConfig.DEFAULT;
        return top.getFilled("server")
                .flatMap(value -> value.fields(
                        "admin_host",
                        "admin_port",
                        "loopback_ports",
                        "balancer",
                        "relay",
                        "work_dir",
                        "client_ca",
                        "metrics",
                        "notify"))
                .map(fields -> server(fields, secrets))
                .orElse(new ServerConfig(
                        secrets,
                        usual.adminHost(),
                        usual.adminPort(),
                        usual.loopbackPorts(),
                        usual.balancer(),
                        usual.relay(),
                        usual.workDir(),
                        usual.clientCa(),
                        usual.metrics(),
                        usual.receivers()));
    }

    private static SecretSources secrets(YamlMap fields) {
        Set<String> env = new LinkedHashSet<>();
        fields.getFilled("env")
                .flatMap(value -> value.strings("names of variables"))
                .orElse(List.of())
                .forEach(item -> item.text().ifPresent(name -> {
                    if (!SecretTemplate.isName(name)) {
                        item.problem(QuotedText.of(name) + " can't name a secret");
                    }
                    env.add(name);
                }));
        return new SecretSources(
                fields.getFilled("file").flatMap(YamlValue::text).orElse(""),
                List.copyOf(env),
                fields.getFilled("values").map(SecretsFile::values).orElse(Map.of()));
    }

    private static ServerConfig server(YamlMap fields, SecretSources secrets) {
        int adminPort = fields.get("admin_port")
                .flatMap(value -> value.integer(1, 65_535))
                .orElse(ServerConfig.ADMIN_PORT);
        PortRange loopback =
                fields.get("loopback_ports").flatMap(PortRangeReader::read).orElse(PortRange.DEFAULT);
        return new ServerConfig(
                secrets,
                fields.get("admin_host").flatMap(ConfigReader::host).orElse(ServerConfig.ADMIN_HOST),
                adminPort,
                loopback,
                fields.get("balancer")
                        .flatMap(value -> oneOf(value, Balancer.values()))
                        .orElse(Balancer.NETTY),
                fields.get("relay")
                        .flatMap(value -> oneOf(value, Relay.values()))
                        .orElse(Relay.AUTO),
                fields.get("work_dir").flatMap(ConfigReader::absolute).orElse(""),
                fields.get("client_ca").flatMap(ConfigReader::absolute).orElse(""),
                fields.get("metrics")
                        .flatMap(value -> MetricsAddressReader.read(value, adminPort, loopback))
                        .orElse(""),
                fields.getFilled("notify").map(NotifyReader::read).orElse(List.of()));
    }

    private static Optional<String> host(YamlValue value) {
        Optional<String> host = value.text();
        host.ifPresent(text -> {
            SecretTemplate template = SecretTemplate.parse(text);
            template.faults().forEach(value::problem);
            if (text.isBlank()) {
                value.problem("is empty", "write 0.0.0.0 for every address of this machine");
            } else if (template.names().isEmpty() && template.faults().isEmpty() && !isHost(text)) {
                value.problem("expected an IP address or a host name, found " + QuotedText.of(text));
            }
        });
        return host;
    }

    /** @param text may be in brackets */
    private static boolean isHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        return AddressComparison.isHost(bracketed ? text.substring(1, text.length() - 1) : text);
    }

    static Optional<String> absolute(YamlValue value) {
        Optional<String> path = value.text();
        path.filter(text -> !text.startsWith("/"))
                .ifPresent(text -> value.problem("expected an absolute path, found " + QuotedText.of(text)));
        return path;
    }

    static <E extends Enum<E>> Optional<E> oneOf(YamlValue value, E[] choices) {
        Map<String, E> names = new LinkedHashMap<>();
        for (E choice : choices) {
            names.put(choice.name().toLowerCase(Locale.ROOT), choice);
        }
        return value.text().flatMap(text -> {
            if (!names.containsKey(text)) {
                String hint = value.didYouMean(text, names.keySet());
                value.problem(
                        "expected " + String.join(" or ", names.keySet()) + ", found " + QuotedText.of(text), hint);
            }
            return Optional.ofNullable(names.get(text));
        });
    }
}
