package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.spec.Item;
import dev.launcho.core.spec.key.TargetSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever key of a process or a service is changed, the plan names it. The keys are those of the schema: a new one without a
 * sample here, or without a line in the plan, fails.
 */
class PlannedKeysTest {
    private static final String ID = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";
    private static final String OTHER = "e258d248fda94c63753607f7c4494ee0fcbe92f1";

    /** Two values of each key, as lines of a process or a service; empty without it. */
    private static final Map<String, Sample> SAMPLES = Map.ofEntries(
            Map.entry("processes.command", new Sample("command: [serve]", "command: [work]")),
            Map.entry("processes.env", new Sample("", "env: {PORT: 1}")),
            Map.entry("processes.receives", new Sample("receives: [http]", "receives: [http, admin]")),
            Map.entry("processes.resources", new Sample("", "resources: [{id: " + ID + ", file: a}]")),
            Map.entry(
                    "processes.resources.id",
                    new Sample("resources: [{id: " + ID + ", file: a}]", "resources: [{id: " + OTHER + ", file: a}]")),
            // Another file is another resource.
            Map.entry(
                    "processes.resources.file",
                    new Sample(
                            "resources: [{id: " + ID + ", file: a}]",
                            "resources: [{id: " + ID + ", file: b}]",
                            "resources[b].id \"" + ID + "\" added")),
            Map.entry("processes.before", new Sample("before: \"true\"", "before: \"date\"")),
            Map.entry("processes.uid", new Sample("", "uid: www-data")),
            Map.entry("processes.gid", new Sample("", "gid: www-data")),
            Map.entry("processes.groups", new Sample("groups: [video]", "groups: [video, \"27\"]")),
            Map.entry("processes.cwd", new Sample("", "cwd: /srv")),
            Map.entry("processes.replicas", new Sample("replicas: 1", "replicas: 2")),
            Map.entry("processes.update", new Sample("", "update: recreate")),
            Map.entry("processes.restart", new Sample("", "restart: never")),
            Map.entry("processes.min_healthy", new Sample("", "min_healthy: 7s")),
            Map.entry("processes.start_timeout", new Sample("", "start_timeout: 7s")),
            Map.entry("processes.drain", new Sample("", "drain: 7s")),
            Map.entry("processes.stop", new Sample("", "stop: {signal: INT}")),
            Map.entry("processes.stop.signal", new Sample("stop: {signal: INT}", "stop: {signal: HUP}")),
            Map.entry("processes.stop.timeout", new Sample("stop: {timeout: 1s}", "stop: {timeout: 2s}")),
            Map.entry("processes.after", new Sample("", "after: [database]")),
            Map.entry("processes.weight", new Sample("", "weight: 7")),
            Map.entry("processes.health", new Sample("", "health: {service: http, path: /}")),
            Map.entry(
                    "processes.health.service",
                    new Sample("health: {service: http, path: /}", "health: {service: admin, path: /}")),
            Map.entry(
                    "processes.health.path",
                    new Sample("health: {service: http, path: /a}", "health: {service: http, path: /b}")),
            Map.entry(
                    "processes.health.scheme",
                    new Sample(
                            "health: {service: http, path: /, status: 200}",
                            "health: {service: http, path: /, scheme: https}")),
            Map.entry(
                    "processes.health.host",
                    new Sample("health: {service: http, path: /}", "health: {service: http, path: /, host: a}")),
            Map.entry(
                    "processes.health.headers",
                    new Sample(
                            "health: {service: http, path: /, headers: {A: b}}",
                            "health: {service: http, path: /, headers: {A: c}}",
                            "health.headers.A \"b\" → \"c\"")),
            Map.entry(
                    "processes.health.status",
                    new Sample(
                            "health: {service: http, path: /}",
                            "health: {service: http, path: /, status: \"200,401\"}",
                            "health.status 200-399 → 200,401")),
            Map.entry("processes.health.tcp", new Sample("health: {tcp: http}", "health: {tcp: admin}")),
            Map.entry("processes.health.exec", new Sample("health: {exec: [a]}", "health: {exec: [b]}")),
            Map.entry("processes.health.interval", new Sample("", "health: {tcp: http, interval: 7s}")),
            Map.entry("processes.health.timeout", new Sample("", "health: {tcp: http, timeout: 7s}")),
            Map.entry("processes.health.failures", new Sample("", "health: {tcp: http, failures: 7}")),
            Map.entry("processes.limits", new Sample("", "limits: {memory: 64M}")),
            Map.entry("processes.limits.memory", new Sample("limits: {memory: 64M}", "limits: {memory: 65M}")),
            Map.entry("processes.limits.cpu", new Sample("limits: {cpu: 1}", "limits: {cpu: 1.5}")),
            Map.entry("processes.limits.pids", new Sample("limits: {pids: 50}", "limits: {pids: 51}")),
            Map.entry("processes.limits.files", new Sample("limits: {files: 50}", "limits: {files: 51}")),
            Map.entry("processes.limits.core", new Sample("", "limits: {core: 0}")),
            Map.entry("processes.allow_new_privileges", new Sample("", "allow_new_privileges: true")),
            Map.entry("processes.oom_score_adjust", new Sample("oom_score_adjust: 5", "oom_score_adjust: 6")),
            Map.entry("processes.read_only", new Sample("read_only: [/etc]", "read_only: [/usr]")),
            Map.entry("processes.private_tmp", new Sample("", "private_tmp: true")),
            Map.entry("processes.capabilities", new Sample("", "capabilities: []")),
            Map.entry("services.on", new Sample("on: \"127.0.0.1:5000\"", "on: \"127.0.0.1:5001\"")),
            Map.entry("services.hold", new Sample("", "hold: 7s")),
            Map.entry("services.hold.time", new Sample("", "hold: {time: 7s}", "hold 10s → 7s")),
            Map.entry("services.hold.most", new Sample("", "hold: {time: 10s, most: 7}")),
            Map.entry("services.unavailable", new Sample("", "unavailable: close")),
            Map.entry("services.balance", new Sample("", "balance: source")),
            Map.entry("services.slow_start", new Sample("", "slow_start: 7s")),
            Map.entry("services.proxy_protocol", new Sample("", "proxy_protocol: v1")),
            Map.entry("services.accept_proxy", new Sample("", "accept_proxy: [10.0.0.0/8]")),
            Map.entry("services.max_connections", new Sample("", "max_connections: 7")),
            Map.entry("services.max_connections_per_source", new Sample("", "max_connections_per_source: 7")),
            Map.entry("services.idle_timeout", new Sample("", "idle_timeout: 7s")));

    @TempDir
    Path dir;

    /** @param told what the plan has of it; empty for the key's own name */
    private record Sample(String before, String after, String told) {
        Sample(String before, String after) {
            this(before, after, "");
        }
    }

    static List<String> keys() throws JsonParserException {
        List<String> keys = new ArrayList<>();
        JsonObject lists = JsonParser.object().from(TargetSchema.json()).getObject("properties");
        for (String list : lists.keySet()) {
            collect(list, lists.getObject(list), keys);
        }
        // Another name is another process or service.
        assertThat(keys.removeAll(List.of("processes.name", "services.name"))).isTrue();
        return keys;
    }

    /** Those below {@code schema}, in whichever of its forms. */
    private static void collect(String path, JsonObject schema, List<String> keys) {
        if (schema.has("properties")) {
            JsonObject properties = schema.getObject("properties");
            for (String name : properties.keySet()) {
                String key = path + "." + name;
                if (!keys.contains(key)) {
                    keys.add(key);
                }
                collect(key, properties.getObject(name), keys);
            }
        }
        if (schema.has("items")) {
            collect(path, schema.getObject("items"), keys);
        }
        if (schema.has("anyOf")) {
            schema.getArray("anyOf").forEach(form -> collect(path, (JsonObject) form, keys));
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void plan_changeOfAKey_namesIt(String path) {
        assertThat(SAMPLES).as("a sample of a change of " + path).containsKey(path);
        Sample sample = SAMPLES.get(path);
        boolean service = path.startsWith("services.");
        String key = path.substring(path.indexOf('.') + 1);
        Rig rig = new Rig(dir);
        rig.stored.add(ID);
        rig.stored.add(OTHER);

        rig.target(target(service, sample.before()));
        ChangeResult changed = rig.target(target(service, sample.after()));

        String line = changed.affected().stream()
                .filter(l -> l.startsWith(service ? "service http: " : "web: "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of it in " + changed));
        // As in a list or a mapping: command[0], env.PORT, resources[a].id.
        assertThat(line.replaceAll("\\[[^]]*]", "") + line)
                .containsPattern(sample.told().isEmpty() ? "[(; ]" + key + "[ .]" : Pattern.quote(sample.told()));
    }

    @Test
    void plan_anotherName_isAnotherProcess(@TempDir Path dir) {
        Rig rig = new Rig(dir);
        rig.target("processes: [{name: web, command: [serve]}]\n");

        assertThat(rig.target("processes: [{name: www, command: [serve]}]\n").affected())
                .containsExactly("www: new, 1 instance", "web: removed");
    }

    private static String target(boolean service, String line) {
        return "processes:\n- {name: database, command: [db]}\n"
                + Item.of(service ? "" : line, "name: web", "command: [serve]", "receives: [http, admin]")
                + "services:\n- {name: admin, on: \"127.0.0.1:6000\"}\n"
                + Item.of(service ? line : "", "name: http", "on: \"127.0.0.1:5000\"");
    }
}
