package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about bad targets. */
class TargetProblemsTest {
    @Test
    void read_many_problems_tells_all_by_line() {
        assertThat(problems("""
                        processes:
                          - name: web
                            command: node server.js
                            recieves: ["http"]
                            env: {A: ~, "B=": x, LAUNCHO_INSTANCE: x}
                          - name: web
                            command: []
                            replicas: "2"
                            replicas: 3
                          - {}
                          - 5
                        services:
                          - {name: http, on: "0.0.0.0:5000"}
                          - {name: -x, on: 5000}
                        serivces: 1
                        """))
                .containsExactly(
                        "3:14: process \"web\": command: expected a list of strings, found a string "
                                + "(write [\"node\", \"server.js\"])",
                        "4:5: process \"web\": unknown key \"recieves\" (did you mean \"receives\"?)",
                        "5:14: process \"web\": env.A: has no value (write one, or remove the key)",
                        "5:17: process \"web\": env.B=: can't be the name of a variable "
                                + "(it must not be empty or have a \"=\")",
                        "5:26: process \"web\": env.LAUNCHO_INSTANCE: is set by Launcho (remove it)",
                        "6:11: process \"web\": name: duplicate process name \"web\" (the first is on line 2)",
                        "7:14: process \"web\": command: is empty "
                                + "(write the program and its arguments, like [\"node\", \"server.js\"])",
                        "8:15: process \"web\": replicas: expected a whole number from 0 to 1000, found a string "
                                + "(write it without quotes)",
                        "9:5: process \"web\": duplicate key \"replicas\" (the first is on line 8)",
                        "10:5: processes[2]: the key \"name\" is missing",
                        "10:5: processes[2]: the key \"command\" is missing",
                        "11:5: processes[3]: expected a mapping (key: value), found a number",
                        "14:12: services[1]: name: \"-x\" can't be a name (1 to 63 letters, digits, \"_\", \".\" and "
                                + "\"-\", a letter or digit first)",
                        "14:20: services[1]: on: expected HOST:PORT, like 127.0.0.1:5000, 0.0.0.0:80 or [::1]:5000, "
                                + "found \"5000\"",
                        "15:1: unknown key \"serivces\" (did you mean \"services\"?)");
    }

    @Test
    void read_names_and_sizes_that_a_program_can_be_given_are_good() {
        String longest = "x".repeat(131_071);
        assertThat(problems("""
                        processes:
                        - name: web
                          command: [a, "%s"]
                          env: {a.b: "", 1x: "", "with blank": "", "tab\\tnew\\nline": "", größe: "", IFS: "", A: "%s"}
                          health: {exec: [a, "%s"]}
                        """.formatted(longest, longest.substring(2), longest)))
                .isEmpty();
    }

    @Test
    void read_what_is_too_long_for_a_program_is_told_with_both_sizes() {
        String tooLong = "ü".repeat(65_536);
        assertThat(problems("""
                        processes:
                        - name: web
                          command: [a, "%s"]
                          env: {a.b: "%s", A: "${X}%s"}
                          health: {exec: [a, "%s"]}
                        """.formatted(tooLong, tooLong.substring(2), tooLong, tooLong)))
                .map(line -> line.replaceAll("^[0-9]+:[0-9]+: process \"web\": ", ""))
                .containsExactly(
                        "command[1]: is 131,072 bytes long, and the kernel passes on at most 131,071 in one argument "
                                + "(give it a file instead, as a resource)",
                        "env.a.b: is 131,072 bytes long with its name, and the kernel passes on at most 131,071 in one "
                                + "variable (give it a file instead, as a resource)",
                        "env.A: is 131,074 bytes long with its name, and the kernel passes on at most 131,071 in one "
                                + "variable (give it a file instead, as a resource)",
                        "health.exec[1]: is 131,072 bytes long, and the kernel passes on at most 131,071 in one argument "
                                + "(give it a file instead, as a resource)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "command: 5 # command: expected a list of strings, found a number (write [\"5\"])",
                "command: # command: expected a list of strings, found nothing "
                        + "(write the program and its arguments, like [\"node\", \"server.js\"])",
                "command: {a: b} # command: expected a list of strings, found a mapping "
                        + "(write the program and its arguments, like [\"node\", \"server.js\"])",
                "command: ls | wc # command: expected a list of strings, found a string "
                        + "(write [\"sh\", \"-c\", \"ls | wc\"])",
                "command: [[a]] # command[0]: expected a string, found a list",
                "command: [\"\"] # command[0]: expected the name or path of a program, found \"\"",
                "command: [a, ~] # command[1]: has no value (write one, or remove the key)",
                "command: [\"a\\0\"] # command[0]: holds a character that no process can receive (NUL or half a"
                        + " surrogate pair)",
                "command: [\"${A\"] # command[0]: \"${\" without a \"}\" " + "(write ${NAME}, or $${ for a literal ${)",
                "command: [\"${A B}\"] # command[0]: \"${A B}\" does not name a secret "
                        + "(write ${NAME}, or $${ for a literal ${)",
            })
    void read_bad_command_is_told(String key, String problem) {
        assertThat(problems("processes:\n- name: web\n  " + key))
                .singleElement()
                .asString()
                .matches("3:\\d+: .*")
                .endsWith("process \"web\": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env: [A] | env: expected a mapping of names to values, found a list",
                "env: {A: [b]} | env.A: expected a string, found a list",
                "env: {\"\": x} | env.: can't be the name of a variable (it must not be empty or have a \"=\")",
                "env: {\"a\\0b\": x} | env.a?b: can't be the name of a variable (no NUL, no half of a surrogate pair)",
                "env: {a.b: \"\\0\"} | env.a.b: holds a character that no process can receive (NUL or half a"
                        + " surrogate pair)",
                "env: {SERVICE_PORT_A_B: 1} | env.SERVICE_PORT_A_B: is set by Launcho (remove it)",
                "before: [a] | before: expected a string, found a list",
                "uid: | uid: has no value (write one, or remove the key)",
                "uid: -r | uid: expected a name, or a number from 0 to 4294967294, found \"-r\"",
                "gid: 4294967295 | gid: expected a name, or a number from 0 to 4294967294, found \"4294967295\"",
                "groups: [video, -x] | groups[1]: expected a name, or a number from 0 to 4294967294, found \"-x\"",
                "cwd: www | cwd: expected an absolute path, like /var/www, found \"www\"",
                "replicas: 1001 | replicas: expected a whole number from 0 to 1000, found 1001",
                "replicas: -1 | replicas: expected a whole number from 0 to 1000, found -1",
                "replicas: 1.5 | replicas: expected a whole number from 0 to 1000, found a number",
                "weight: 0 | weight: expected a whole number from 1 to 256, found 0",
                "weight: 257 | weight: expected a whole number from 1 to 256, found 257",
                "weight: 0.5 | weight: expected a whole number from 1 to 256, found a number",
                "replicas: many | replicas: expected a whole number from 0 to 1000, found a string",
                "update: surgee | update: expected surge or recreate, found \"surgee\" (did you mean \"surge\"?)",
                "restart: no | restart: expected always, on-failure or never, found \"no\"",
                "drain: 10 | drain: \"10\" has no unit (write 10s or 10ms)",
                "drain: soon | drain: \"soon\" is not a duration (write it like 250ms, 10s, 5m or 1m30s)",
                "drain: 25h | drain: 25h is not in the range 0s to 24h",
                "drain: [1s] | drain: expected a duration like 10s, found a list",
                "start_timeout: 0s | start_timeout: 0s is not in the range 1s to 24h",
                "min_healthy: false | min_healthy: expected a duration like 10s, found true or false",
                "limits: 5 | limits: expected a mapping (key: value), found a number",
                "limits: {mem: 1G} | limits: unknown key \"mem\"",
                "limits: {memory: 64MB} | limits.memory: \"64MB\" is not a size (write a whole number with K, M, G or T "
                        + "(1000s) or Ki, Mi, Gi or Ti (1024s): 256M, 1Gi)",
                "limits: {memory: 1.5G} | limits.memory: \"1.5G\" is not a size (write a whole number with K, M, G or T "
                        + "(1000s) or Ki, Mi, Gi or Ti (1024s): 256M, 1Gi)",
                "limits: {memory: 64} | limits.memory: 64 is not in the range 4Mi to 1000T",
                "limits: {memory: [1M]} | limits.memory: expected a size like 256M, found a list",
                "limits: {cpu: 0} | limits.cpu: expected a number from 0.01 to 1024 with at most three decimals, found 0",
                "limits: {cpu: 0.0005} | limits.cpu: expected a number from 0.01 to 1024 with at most three decimals, "
                        + "found 0.0005",
                "limits: {cpu: 500m} | limits.cpu: expected a number from 0.01 to 1024 with at most three decimals, "
                        + "found a string",
                "limits: {pids: 0} | limits.pids: expected a whole number from 3 to 4194303, found 0",
                "limits: {pids: 2} | limits.pids: expected a whole number from 3 to 4194303, found 2",
                "limits: {files: 3} | limits.files: expected a whole number from 16 to 999999999, found 3",
                "allow_new_privileges: 1 | allow_new_privileges: expected true or false, found a number",
                "private_tmp: [true] | private_tmp: expected true or false, found a list",
                "oom_score_adjust: 1001 | oom_score_adjust: expected a whole number from -1000 to 1000, found 1001",
                "oom_score_adjust: -1001 | oom_score_adjust: expected a whole number from -1000 to 1000, found -1001",
                "read_only: /etc | read_only: expected a list of paths, found a string (write [\"/etc\"])",
                "read_only: [etc] | read_only[0]: expected an absolute path, like /etc, found \"etc\"",
                "capabilities: [net_bind] | capabilities[0]: there is no capability \"net_bind\" (man 7 capabilities lists them,"
                        + " as net_bind_service)",
                "capabilities: [chwon] | capabilities[0]: there is no capability \"chwon\" (did you mean \"chown\"?)",
                "capabilities: all | capabilities: expected a list of names of capabilities, found a string (write [\"all\"])",
                "limits: {core: true} | limits.core: expected a size like 256M, found true or false",
                "stop: 10s | stop: expected a mapping (key: value), found a string",
                "stop: {singal: TERM} | stop: unknown key \"singal\" (did you mean \"signal\"?)",
                "stop: {signal: 9} | stop.signal: expected the name of a signal, found \"9\" "
                        + "(one of TERM, INT, QUIT, HUP, USR1, USR2, KILL, ABRT, ALRM, WINCH, PWR)",
                "resources: {id: a} | resources: expected a list of resources, found a mapping "
                        + "(like [{id: \"${BUNDLE}\", file: \"bundle.tar\"}])",
                "resources: [{file: a}] | resources[0]: the key \"id\" is missing",
                "resources: [{id: ABC, file: a}] | resources[0].id: expected a resource id: 40 hex digits, "
                        + "as \"launcho resource up\" prints them, found \"ABC\"",
                "resources: [{id: \"${A}\", file: ../a}] | resources[0].file: \"../a\" is not a file below the "
                        + "working directory (a relative path without \"..\", like bundle.tar.bz2)",
                "resources: [{id: \"${A}\", file: a}, {id: \"${A}\", file: a/b}] | resources[1].file: "
                        + "\"a/b\" and \"a\" can't both exist (name them differently)",
                "health: /health | health: expected a mapping (key: value), found a string",
                "health: {path: /a b} | health.path: expected a path like /health, without blanks, others "
                        + "percent-encoded, found \"/a b\"",
                "health: {path: /a, service: ab} | health.service: the process does not receive \"ab\" "
                        + "(did you mean \"a-b\"?)",
                "health: {service: a-b} | health.service: the kind of check is missing (add path: /health or"
                        + " tcp: true)",
                "health: {path: /a, exec: [b]} | health.exec: one process has one check "
                        + "(keep one of path, tcp and exec)",
                "health: {exec: [b], service: a-b} | health.service: exec needs no service (remove it)",
                "health: {tcp: a-b, service: a-b} | health.service: tcp names a service already (keep one of them)",
                "health: {tcp: other} | health.tcp: the process does not receive \"other\" (add it to receives)",
                "health: {path: /, scheme: htps} | health.scheme: expected http or https, found \"htps\" "
                        + "(did you mean \"https\"?)",
                "health: {tcp: a-b, scheme: https} | health.scheme: goes only with path, a check by HTTP (remove it)",
                "health: {exec: [b], headers: {A: b}} | health.headers: goes only with path, a check by HTTP (remove it)",
                "health: {host: a} | health.host: goes only with path, a check by HTTP (add path: /health)",
                "health: {status: 200} | health.status: goes only with path, a check by HTTP (add path: /health)",
                "health: {path: /, host: http://a} | health.host: expected a host as in a URL, with its port or without: "
                        + "app.example.com, [::1]:8443, found \"http://a\"",
                "health: {path: /, headers: {Upgrade: b}} | health.headers.Upgrade: is a header of the"
                        + " connection, which the check sets itself (remove it)",
                "health: {path: /, headers: {A: b, a: c}} | health.headers.a: is the same header as \"A\" "
                        + "(keep one: names of headers ignore case)",
                "health: {path: /, host: a, headers: {host: b}} | health.headers.host: health.host sets it already "
                        + "(keep one of them)",
                "health: {path: /, headers: {A: \"b\\r\\nC: d\"}} | health.headers.A: expected a text of one line without "
                        + "control characters, of at most 4096 bytes, found \"b?\\nC: d\"",
                "health: {path: /, headers: {A: [b]}} | health.headers.A: expected a string, found a list",
                "health: {path: /, headers: [A]} | health.headers: expected a mapping of names to values, found a list",
                "health: {path: /, status: 2xx} | health.status: \"2xx\" is neither a code nor a range "
                        + "(write codes and ranges, like \"200-299,401\")",
                "health: {path: /, status: 299-200} | health.status: the range 299-200 ends before it begins "
                        + "(write codes and ranges, like \"200-299,401\")",
                "health: {path: /, status: 100-200} | health.status: the status of a final answer is from 200 to 599 "
                        + "(write codes and ranges, like \"200-299,401\")",
                "health: {path: /, status: \"200,\"} | health.status: a code is missing "
                        + "(write codes and ranges, like \"200-299,401\")",
                "health: {failures: 0} | health.failures: expected a whole number from 1 to 100, found 0",
                "health: {interval: 99ms} | health.interval: 99ms is not in the range 100ms to 1h",
            })
    void read_bad_value_is_told_with_its_key(String key, String problem) {
        assertThat(problems("processes:\n- name: web\n  " + key + "\n  command: [a]\n  receives: [a-b]\n"
                        + "services:\n- {name: a-b, on: 'h:1'}"))
                .singleElement()
                .asString()
                .matches("3:\\d+: .*")
                .endsWith("process \"web\": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[htpp] | receives[0]: there is no service \"htpp\" (did you mean \"http\"? known: \"http\", \"a-b\", \"a_b\")",
                "[nothing] | receives[0]: there is no service \"nothing\" (known: \"http\", \"a-b\", \"a_b\")",
                "[http, http] | receives[1]: the service \"http\" is received twice",
                "[a-b, a_b] | receives[1]: the services \"a-b\" and \"a_b\" share the variable SERVICE_PORT_A_B "
                        + "(rename one of them)",
                "http | receives: expected a list of service names, found a string (write [\"http\"])",
            })
    void read_bad_receives_is_told(String receives, String problem) {
        assertThat(problems("processes:\n- {name: web, command: [a], receives: " + receives + "}\n"
                        + "services: [{name: http, on: 'h:1'}, {name: a-b, on: 'h:2'}, {name: a_b, on: 'h:3'}]"))
                .singleElement()
                .asString()
                .endsWith("process \"web\": " + problem);
    }

    @Test
    void read_health_path_without_a_service_asks_for_one() {
        assertThat(problems("processes: [{name: a, command: [b], health: {path: /}}]"))
                .containsExactly("1:52: process \"a\": health.path: add service: the service whose port is probed "
                        + "(the process receives none)");
    }

    @Test
    void read_services_unreadable_does_not_blame_those_who_receive_them() {
        assertThat(problems("processes: [{name: a, command: [b], receives: [web]}]\nservices: {web: 1}"))
                .containsExactly(
                        "2:11: services: expected a list of services, found a mapping (start each with \"- name:\")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "127.0.0.1:80 | 127.0.0.1:80 | \"127.0.0.1:80\" is taken",
                "127.0.0.1:80 | 0.0.0.0:80 | \"0.0.0.0:80\" overlaps with \"127.0.0.1:80\"",
                "[::]:80 | 127.0.0.1:80 | \"127.0.0.1:80\" overlaps with \"[::]:80\"",
                "[::1]:80 | [0:0::1]:80 | \"[0:0::1]:80\" overlaps with \"[::1]:80\"",
                "localhost:80 | 127.0.0.1:80 | \"127.0.0.1:80\" overlaps with \"localhost:80\"",
                "Host:80 | host.:80 | \"host.:80\" overlaps with \"Host:80\"",
                "${A}:80 | ${A}:80 | \"${A}:80\" is taken",
            })
    void read_two_services_on_one_address_is_told(String first, String second, String problem) {
        assertThat(problems("services:\n- {name: a, on: '" + first + "'}\n- {name: b, on: '" + second + "'}"))
                .containsExactly("3:17: service \"b\": on: " + problem + " (by service \"a\" on line 2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "on: h:0 | on: expected a port from 1 to 65535, found \"h:0\"",
                "on: h:65536 | on: expected a port from 1 to 65535, found \"h:65536\"",
                "on: 'h:' | on: expected HOST:PORT, like 127.0.0.1:5000, 0.0.0.0:80 or [::1]:5000, found \"h:\"",
                "on: '::1:80' | on: expected HOST:PORT, like 127.0.0.1:5000, 0.0.0.0:80 or [::1]:5000, "
                        + "found \"::1:80\"",
                "on: '*:80' | on: expected an address before the port, like 127.0.0.1, or 0.0.0.0 for all of them, "
                        + "found \"*:80\"",
                "on: 256.1.1.1:80 | on: expected an IP address or a host name before the port, found \"256.1.1.1:80\"",
                "on: '[::g]:80' | on: expected an IP address or a host name before the port, found \"[::g]:80\"",
                "on: [h] | on: expected a string, found a list",
                "name: x | the key \"on\" is missing",
                "on: h:1, hold: 6m | hold: 6m is not in the range 0s to 5m",
                "on: h:1, hold: {most: 0} | hold.most: expected a whole number from 1 to 100000, found 0",
                "on: h:1, balance: least | balance: expected round_robin, least_connections or source, found \"least\"",
                "on: h:1, balance: round-robin | balance: expected round_robin, least_connections or source, "
                        + "found \"round-robin\" (did you mean \"round_robin\"?)",
                "on: h:1, balance: [source] | balance: expected a string, found a list",
                "on: h:1, slow_start: 61m | slow_start: 61m is not in the range 0s to 1h",
                "on: h:1, slow_start: true | slow_start: expected a duration like 10s, found true or false",
                "on: h:1, port: 1 | unknown key \"port\"",
                "on: h:1, proxy_protocol: v3 | proxy_protocol: \"v3\" is not a version of the PROXY protocol "
                        + "(write v1 or v2)",
                "on: h:1, proxy_protocol: | proxy_protocol: has no value (write one, or remove the key)",
                "on: h:1, accept_proxy: 10.0.0.0/8 | accept_proxy: expected a list of networks, found a string "
                        + "(write [\"10.0.0.0/8\"])",
                "on: h:1, accept_proxy: [10.0.0.0/8, 10.0.0.5/8] | accept_proxy[1]: \"10.0.0.5/8\" is not a network: "
                        + "bits are set behind the prefix; the network is 10.0.0.0/8",
                "on: h:1, accept_proxy: [front] | accept_proxy[0]: \"front\" is not a network: "
                        + "expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32",
                "on: h:1, max_connections: 0 | max_connections: expected a whole number from 1 to 1000000, found 0",
                "on: h:1, max_connections_per_source: many | max_connections_per_source: "
                        + "expected a whole number from 1 to 1000000, found a string",
                "on: h:1, idle_timeout: 1ms | idle_timeout: 1ms is not in the range 100ms to 168h",
                "on: h:1, idle_timeout: 30 | idle_timeout: \"30\" has no unit (write 30s or 30ms)",
            })
    void read_bad_service_is_told(String keys, String problem) {
        String named = keys.startsWith("name") ? keys : "name: x, " + keys;
        assertThat(problems("services: [{" + named + "}]"))
                .singleElement()
                .asString()
                .endsWith("service \"x\": " + problem);
    }

    @Test
    void read_root_of_another_kind_is_told() {
        assertThat(problems("- a")).containsExactly("1:1: expected a mapping (key: value), found a list");
        assertThat(problems("a b")).containsExactly("1:1: expected a mapping (key: value), found a string");
    }

    @Test
    void read_more_items_than_the_bound_is_told_quickly() {
        assertThat(problems("services:\n" + "- {name: a, on: 'h:1'}\n".repeat(5_000)))
                .containsExactly("1002:3: services[1000]: more than 1000 services");
    }

    /** Each without the file's name. */
    private static List<String> problems(String text) {
        TargetReading reading = TargetReader.read("t", text);
        assertThat(reading.valid()).isEqualTo(reading.problems().isEmpty());
        return reading.problems().stream()
                .map(Problem::toString)
                .map(line -> line.substring(2))
                .toList();
    }
}
