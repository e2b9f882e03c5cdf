package dev.launcho.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    @Test
    void read_default_text_is_the_defaults() {
        assertThat(good(ConfigReader.defaultText())).isEqualTo(ServerConfig.DEFAULT);
    }

    @Test
    void read_default_text_with_every_comment_taken_off_is_good() {
        String text =
                ConfigReader.defaultText().replaceAll("(?m)^( +)#(?! )", "$1").replaceAll("(?m)^ +#  (?=[-S])", "    ");
        ServerConfig config = good(text);
        assertThat(config.secrets())
                .isEqualTo(new SecretSources(
                        "secrets.yaml", List.of("DATABASE_URL"), Map.of("SECRET_NAME", "hard-coded-value")));
        assertThat(config.workDir()).isEqualTo("/var/lib/launcho");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing", "{}", "server:\nsecrets:", "server: {}\nsecrets: {env: , values: , file: }"})
    void read_nothing_in_it_is_the_defaults(String text) {
        assertThat(good(text)).isEqualTo(ServerConfig.DEFAULT);
    }

    @Test
    void read_first_launchos_file_is_understood() {
        ServerConfig config = good("""
                secrets:
                  values:
                    SECRET_NAME: "hard-coded-value"
                server:
                  admin_host: "0.0.0.0"
                  admin_port: 12888
                  loopback_ports: [10000, 11000]
                """);
        assertThat(config.loopbackPorts()).isEqualTo(new PortRange(10_000, 11_000));
        assertThat(config.secrets().values()).containsExactly(Map.entry("SECRET_NAME", "hard-coded-value"));
    }

    @Test
    void read_every_key_reaches_the_config() {
        assertThat(good("""
                                secrets: {file: s.yaml, env: [A, B], values: {C: 1}}
                                server: {admin_host: "::1", admin_port: 1, loopback_ports: 20000-29999, balancer: ipvs, relay: nio, work_dir: /w, client_ca: /c.pem, metrics: "[::1]:9464"}
                                """))
                .isEqualTo(new ServerConfig(
                        new SecretSources("s.yaml", List.of("A", "B"), Map.of("C", "1")),
                        "::1",
                        1,
                        new PortRange(20_000, 30_000),
                        ServerConfig.Balancer.IPVS,
                        ServerConfig.Relay.NIO,
                        "/w",
                        "/c.pem",
                        "[::1]:9464",
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server: {admin_prot: 1} | 1:10: server: unknown key \"admin_prot\" (did you mean \"admin_port\"?)",
                "server: {balancer: ipv} | 1:20: server.balancer: expected netty or ipvs, found \"ipv\" "
                        + "(did you mean \"ipvs\"?)",
                "server: {metrics: 9464} | 1:19: server.metrics: is not HOST:PORT, found \"9464\" "
                        + "(write an IP address and a port, like 127.0.0.1:9464)",
                "server: {metrics: 'localhost:9464'} | 1:19: server.metrics: expected an IP address, "
                        + "found \"localhost\" (write an IP address and a port, like 127.0.0.1:9464)",
                "server: {metrics: '0.0.0.0:12888'} | 1:19: server.metrics: has the port of the admin endpoint, 12888 "
                        + "(write an IP address and a port, like 127.0.0.1:9464)",
                "server: {metrics: '127.0.0.1:29999'} | 1:19: server.metrics: has a port of server.loopback_ports, "
                        + "20000-29999 (write an IP address and a port, like 127.0.0.1:9464)",
                "server: {admin_port: 0} | 1:22: server.admin_port: expected a whole number from 1 to 65535, found 0",
                "server: {admin_host: } | 1:21: server.admin_host: has no value (write one, or remove the key)",
                "server: {admin_host: ''} | 1:22: server.admin_host: is empty "
                        + "(write 0.0.0.0 for every address of this machine)",
                "server: {admin_host: '${A'} | 1:22: server.admin_host: \"${\" without a \"}\"",
                "server: {admin_host: 10.0.0.256} | 1:22: server.admin_host: expected an IP address or a host name, "
                        + "found \"10.0.0.256\"",
                "server: {admin_host: 127.0.0.300} | 1:22: server.admin_host: expected an IP address or a host name, "
                        + "found \"127.0.0.300\"",
                "server: {admin_host: '[::1'} | 1:22: server.admin_host: expected an IP address or a host name, "
                        + "found \"[::1\"",
                "server: {admin_host: 'a b'} | 1:22: server.admin_host: expected an IP address or a host name, "
                        + "found \"a b\"",
                "server: {relay: fast} | 1:17: server.relay: expected auto or epoll or nio, found \"fast\"",
                "server: {work_dir: w} | 1:20: server.work_dir: expected an absolute path, found \"w\"",
                "server: 5 | 1:9: server: expected a mapping (key: value), found a number",
                "sercets: {} | 1:1: unknown key \"sercets\" (did you mean \"secrets\"?)",
                "secrets: {env: A} | 1:16: secrets.env: expected a list of names of variables, found a string "
                        + "(write [\"A\"])",
                "secrets: {values: {A B: c}} | 1:20: secrets.values.A B: \"A B\" can't name a secret "
                        + "(letters, digits, \"_\", \".\" and \"-\")",
                "secrets: {values: {A: }} | 1:22: secrets.values.A: has no value (write one, or remove the key)",
            })
    void read_bad_value_is_told(String text, String problem) {
        assertThat(problems(text)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[30000, 20000]", "[2000, 2000]", "5", "20000-10000", "20000-70000", "1-2000", "x"})
    void read_bad_port_range_is_told_with_an_example(String range) {
        assertThat(problems("server: {loopback_ports: " + range + "}"))
                .containsExactly("1:26: server.loopback_ports: is not a range of ports "
                        + "(like [20000, 30000] or \"20000-29999\", within 1024 to 65535)");
    }

    @Test
    void read_list_that_is_no_pair_is_told() {
        assertThat(problems("server: {loopback_ports: [1]}")).hasSize(2);
        assertThat(problems("server: {loopback_ports: [a, 20000]}")).hasSize(1);
        assertThat(problems("server: {loopback_ports: {a: b}}")).hasSize(1);
        assertThat(problems("server: {loopback_ports: }")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.255",
                "::",
                "[::1]",
                "[127.0.0.1]",
                "127.0.0.001",
                "fe80::1%eth0",
                "localhost",
                "admin.corp.internal",
                "a_b."
            })
    void read_admin_host_is_an_address_or_a_name(String host) {
        assertThat(good("server: {admin_host: '" + host + "'}").adminHost()).isEqualTo(host);
    }

    @Test
    void adminHost_refers_to_secrets() {
        ServerConfig config = good("server: {admin_host: '${HOST}'}");
        assertThat(config.adminHost(name -> Optional.of("10.0.0.1"))).isEqualTo("10.0.0.1");
        assertThatThrownBy(() -> config.adminHost(name -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server.admin_host: secret HOST is not set, add it to secrets in the config");
    }

    @Test
    void secrets_file_is_a_mapping_of_names_to_values() {
        SecretsFile.Reading good = read("A: 1\nB: \"x y\"\n");
        assertThat(good.values()).containsExactly(Map.entry("A", "1"), Map.entry("B", "x y"));
        assertThat(good.toString()).doesNotContain("x y");
        assertThat(read("").values()).isEmpty();
        assertThat(read("A: 1\nA: 2\nB C: 3\nD:\n").problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "s.yaml:2:1: duplicate key \"A\" (the first is on line 1)",
                        "s.yaml:3:1: B C: \"B C\" can't name a secret (letters, digits, \"_\", \".\" and \"-\")",
                        "s.yaml:4:3: D: has no value (write one, or remove the key)");
    }

    private static SecretsFile.Reading read(String text) {
        return SecretsFile.read("s.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static ServerConfig good(String text) {
        ConfigReading reading = ConfigReader.read("launcho-config.yaml", text);
        assertThat(reading.problems()).extracting(Problem::toString).isEmpty();
        return reading.config();
    }

    /** Each without the file's name. */
    private static List<String> problems(String text) {
        ConfigReading reading = ConfigReader.read("c", text);
        assertThat(reading.valid()).isFalse();
        assertThatThrownBy(reading::config).isInstanceOf(IllegalStateException.class);
        return reading.problems().stream()
                .map(Problem::toString)
                .map(line -> line.substring(2))
                .toList();
    }
}
