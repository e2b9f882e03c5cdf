package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.model.UnavailableAction;
import dev.launcho.core.text.CapabilitySet;
import dev.launcho.core.text.Cidr;
import dev.launcho.core.text.StatusCodes;
import dev.launcho.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What good targets mean. */
class TargetReaderTest {
    static final String EVERYTHING = """
            processes:
              - name: web-1.a
                command: [java, -jar, "app.jar", 5, true]
                env: {PORT: 5000, DEBUG: true, HEX: 0x10, EMPTY: "", URL: "db://${DB}"}
                receives: [http, admin]
                health:
                  service: admin
                  path: healthz
                  scheme: https
                  host: "app.example.com:8443"
                  headers: {X-Forwarded-Proto: https, Authorization: "Bearer ${TOKEN}", X-Empty: "", x-number: 5}
                  status: 200-299, 401
                  interval: 5s
                  timeout: 250ms
                  failures: 2
                resources:
                  - {id: "0123456789abcdef0123456789abcdef01234567", file: lib/app.jar}
                before: echo ${HOME}
                uid: 1000
                gid: www-data
                cwd: /srv
                replicas: 3
                update: recreate
                restart: on-failure
                min_healthy: 0s
                start_timeout: 1m30s
                stop: {signal: SIGQUIT, timeout: 1h}
                drain: 5m
                weight: 256
            services:
              - {name: http, on: "0.0.0.0:80", hold: 2s, balance: least_connections, slow_start: 20s}
              - {name: admin, on: "[::1]:81", hold: {time: 1s, most: 7}, balance: source}
            """;

    @Test
    void read_every_key_reaches_the_model() {
        Target target = good(EVERYTHING);
        assertThat(target.processes())
                .containsExactly(new ProcessSpec(
                        "web-1.a",
                        List.of("java", "-jar", "app.jar", "5", "true"),
                        Map.of("PORT", "5000", "DEBUG", "true", "HEX", "0x10", "EMPTY", "", "URL", "db://${DB}"),
                        List.of("http", "admin"),
                        new Probe(
                                Probe.Kind.HTTP,
                                "admin",
                                "/healthz",
                                List.of(),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(250),
                                2,
                                new HttpCheck(
                                        HttpCheck.Scheme.HTTPS,
                                        "app.example.com:8443",
                                        Map.of(
                                                "X-Forwarded-Proto",
                                                "https",
                                                "Authorization",
                                                "Bearer ${TOKEN}",
                                                "X-Empty",
                                                "",
                                                "x-number",
                                                "5"),
                                        StatusCodes.parse("200-299,401"))),
                        List.of(new ResourceRequest("0123456789abcdef0123456789abcdef01234567", "lib/app.jar")),
                        "echo ${HOME}",
                        "1000",
                        "www-data",
                        "/srv",
                        new Policy(
                                3,
                                Policy.Update.RECREATE,
                                Policy.Restart.ON_FAILURE,
                                Duration.ZERO,
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(5),
                                new Policy.Stop("QUIT", Duration.ofHours(1)),
                                List.of(),
                                256)));
        assertThat(target.services())
                .containsExactly(
                        new ServiceSpec(
                                "http",
                                "0.0.0.0:80",
                                Duration.ofSeconds(2),
                                ServiceSpec.HOLD_MAX,
                                new BalancingRules(BalanceAlgorithm.LEAST_CONNECTIONS, Duration.ofSeconds(20))),
                        new ServiceSpec(
                                "admin",
                                "[::1]:81",
                                Duration.ofSeconds(1),
                                7,
                                new BalancingRules(BalanceAlgorithm.SOURCE, Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource({"'', RESET", "'unavailable: reset,', RESET", "'unavailable: close,', CLOSE"})
    void unavailable_asWritten_resetWithout(String key, UnavailableAction expected) {
        TargetReading reading = TargetReader.read(
                "t.yaml", "processes: []\nservices: [{" + key + " name: http, on: \"127.0.0.1:80\"}]\n");

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.target().services().get(0).unavailable()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# nothing\n",
                "---\n",
                "{}",
                "~",
                "processes:",
                "services:",
                "processes:\nservices:\n",
                "processes: []\nservices: ~",
                "processes: null"
            })
    void read_nothing_in_it_is_the_empty_target(String text) {
        assertThat(good(text)).isEqualTo(Target.EMPTY);
    }

    @Test
    void read_bytes_and_text_give_the_same() {
        assertThat(TargetReader.read("t", EVERYTHING.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TargetReader.read("t", EVERYTHING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "health: {service: web, path: /h} | HTTP | web | /h",
                "health: {path: h} | HTTP | web | /h",
                "health: {path: \"${P}\"} | HTTP | web | ${P}",
                "health: {tcp: web} | TCP | web | ''",
                "health: {tcp: true} | TCP | web | ''",
                "health: {service: web, tcp: true} | TCP | web | ''",
                "health: {tcp: false, path: /h} | HTTP | web | /h",
                "health: {exec: [test, -e, x]} | EXEC | '' | ''",
                "health: {interval: 1s} | TCP | web | ''",
                "health: | TCP | web | ''",
                "cwd: / | TCP | web | ''",
            })
    void read_health_of_a_receiver_gives_the_probe(String health, Probe.Kind kind, String service, String path) {
        Probe probe = good("processes: [{name: a, command: [b], receives: [web], " + health
                        + "}]\nservices: [{name: web, on: 'localhost:1'}]")
                .processes()
                .get(0)
                .probe();
        assertThat(probe).extracting(Probe::kind, Probe::service, Probe::path).containsExactly(kind, service, path);
    }

    @Test
    void read_health_without_services_is_being_alive() {
        assertThat(good("processes: [{name: a, command: [b], health: {failures: 9}}]")
                        .processes()
                        .get(0)
                        .probe())
                .extracting(Probe::kind, Probe::failures)
                .containsExactly(Probe.Kind.ALIVE, 9);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "off, 0", "0s, 0", "true, 10", "3s, 3", "{most: 5}, 10"})
    void read_hold_is_a_time_or_off(String hold, long seconds) {
        Target target = good("services: [{name: a, on: 'h:1', hold: " + hold + "}]");
        assertThat(target.services().get(0).hold()).hasSeconds(seconds);
    }

    @Test
    void read_rulesOfAService_reachTheModel() {
        Target target = good("services: [{name: a, on: 'h:1', proxy_protocol: v2, accept_proxy: [10.0.0.0/8, '::1'],"
                + " max_connections: 100, max_connections_per_source: 5, idle_timeout: 1m30s},"
                + " {name: b, on: 'h:2', proxy_protocol: v1, accept_proxy: [], idle_timeout: false},"
                + " {name: c, on: 'h:3', accept_proxy: }]");
        assertThat(target.services())
                .extracting(ServiceSpec::rules)
                .containsExactly(
                        new ConnectionRules(
                                ProxyProtocol.V2,
                                List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1/128")),
                                100,
                                5,
                                Duration.ofSeconds(90)),
                        new ConnectionRules(ProxyProtocol.V1, List.of(), 0, 0, Duration.ZERO),
                        ConnectionRules.NONE);
    }

    @Test
    void read_confinement_reachesTheModel() {
        Target target = good("processes: [{name: a, command: [b], allow_new_privileges: true, oom_score_adjust: -7,"
                + " read_only: [/etc, \"${WHERE}\"], private_tmp: true, capabilities: [CAP_CHOWN, net_raw, chown]},"
                + " {name: c, command: [d], capabilities: []}, {name: e, command: [f]}]");
        assertThat(target.processes())
                .extracting(ProcessSpec::confinement)
                .containsExactly(
                        new ProcessConfinement(
                                true,
                                -7,
                                List.of("/etc", "${WHERE}"),
                                true,
                                CapabilitySet.only(List.of("chown", "net_raw"))),
                        new ProcessConfinement(false, 0, List.of(), false, CapabilitySet.only(List.of())),
                        ProcessConfinement.DEFAULT);
    }

    @Test
    void read_limits_reachTheModelInTheirUnits() {
        Target target = good("processes: [{name: a, command: [b], limits: {memory: 256Mi, cpu: 1.25, pids: 100,"
                + " files: 1024, core: 0}}, {name: c, command: [d], limits: {cpu: 2}}, {name: e, command: [f]}]");
        assertThat(target.processes())
                .extracting(ProcessSpec::limits)
                .containsExactly(new Limits(256 << 20, 1250, 100, 1024, 0), new Limits(0, 2000, 0, 0, -1), Limits.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "SIGTERM", "sigint", "Usr1", "KILL", "WINCH"})
    void read_signal_is_named_without_sig(String signal) {
        Target target = good("processes: [{name: a, command: [b], stop: {signal: " + signal + "}}]");
        assertThat(target.processes().get(0).policy().stop().signal())
                .isEqualTo(signal.toUpperCase(Locale.ROOT).replace("SIG", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:5000",
                "0.0.0.0:1",
                "[::]:65535",
                "[fe80::1%eth0]:80",
                "[::ffff:10.0.0.1]:80",
                "my_host:80",
                "a.example.com.:80",
                "${HOST}:80",
                "${ON}"
            })
    void read_any_local_address_is_taken(String on) {
        assertThat(good("services: [{name: a, on: '" + on + "'}]")
                        .services()
                        .get(0)
                        .on())
                .isEqualTo(on);
    }

    @Test
    void read_different_addresses_of_one_port_live_together() {
        good("services: [{name: a, on: '127.0.0.1:80'}, {name: b, on: '127.0.0.2:80'}, {name: c, on: '[::1]:80'}, "
                + "{name: d, on: 'h:80'}, {name: e, on: '0.0.0.0:81'}, {name: f, on: '${A}:80'}]");
    }

    @Test
    void read_anchors_and_merge_keys_save_typing() {
        Target target = good("""
                processes:
                  - &base
                    name: a
                    command: &run [run, "a"]
                    replicas: 2
                  - <<: *base
                    name: b
                  - {name: c, command: *run}
                """);
        assertThat(target.processes()).extracting(ProcessSpec::name).containsExactly("a", "b", "c");
        assertThat(target.processes()).extracting(p -> p.policy().replicas()).containsExactly(2, 2, 1);
        assertThat(target.processes()).extracting(ProcessSpec::command).containsOnly(List.of("run", "a"));
    }

    @Test
    void target_of_a_faulty_file_is_refused() {
        TargetReading reading = TargetReader.read("t", "processes: 5");
        assertThat(reading.valid()).isFalse();
        assertThatThrownBy(reading::target).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void read_fifty_processes_with_aliases_is_quick_and_good() {
        StringBuilder text = new StringBuilder("processes:\n- &p {name: p0, command: [a], env: {A: b}}\n");
        for (int i = 1; i < 200; i++) {
            text.append("- {<<: *p, name: p").append(i).append("}\n");
        }
        assertThat(good(text.toString()).processes()).hasSize(200);
    }

    static Target good(String text) {
        TargetReading reading = TargetReader.read("target.yaml", text);
        assertThat(reading.problems()).extracting(Problem::toString).isEmpty();
        return reading.target();
    }
}
