package dev.launcho.core.reconcile;

import dev.launcho.core.model.ByteSize;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.yaml.Durations;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A process or service as keys and texts, as its author would write them: {@code env.PORT}, {@code command[1]}, {@code
 * stop.timeout}. What is compared and shown when it changes. Templates stay templates: no secret's value is in it.
 */
final class SpecTexts {
    private final Map<String, String> texts = new LinkedHashMap<>();

    private SpecTexts() {}

    static Map<String, String> of(ProcessSpec spec) {
        SpecTexts all = new SpecTexts();
        all.list("command", spec.command());
        spec.env().forEach((name, value) -> all.texts.put("env." + name, value));
        all.words("receives", spec.receives());
        all.health(spec.probe());
        spec.resources().forEach(r -> all.texts.put("resources[" + r.file() + "].id", r.id()));
        all.some("before", spec.before());
        all.some("uid", spec.uid());
        all.some("gid", spec.gid());
        all.some("cwd", spec.cwd());
        all.policy(spec.policy());
        all.limits(spec.limits());
        return all.texts;
    }

    static Map<String, String> of(ServiceSpec spec) {
        SpecTexts all = new SpecTexts();
        all.texts.put("on", spec.on());
        all.texts.put("hold", Durations.format(spec.hold()));
        all.texts.put("hold.most", "" + spec.holdMax());
        all.texts.put("balance", word(spec.spread().balance(), '_'));
        all.texts.put("slow_start", Durations.format(spec.spread().slowStart()));
        all.rules(spec.rules());
        return all.texts;
    }

    /** Whether references to secrets are replaced in the text of a key. */
    static boolean isTemplate(String key) {
        return key.startsWith("env.")
                || key.startsWith("command[")
                || key.startsWith("resources[")
                || key.startsWith("health.exec[")
                || List.of("health.path", "uid", "gid", "cwd", "on").contains(key);
    }

    /** Whether it is any text at all; else a number, a duration, a name or one of a few words. */
    static boolean isText(String key) {
        return isTemplate(key) || key.equals("before");
    }

    private void health(Probe probe) {
        if (probe.kind() == Probe.Kind.HTTP) {
            texts.put("health.path", probe.path());
        }
        some(probe.kind() == Probe.Kind.TCP ? "health.tcp" : "health.service", probe.service());
        list("health.exec", probe.exec());
        texts.put("health.interval", Durations.format(probe.interval()));
        texts.put("health.timeout", Durations.format(probe.timeout()));
        texts.put("health.failures", "" + probe.failures());
    }

    private void policy(Policy policy) {
        texts.put("replicas", "" + policy.replicas());
        texts.put("update", word(policy.update(), '-'));
        texts.put("restart", word(policy.restart(), '-'));
        texts.put("min_healthy", Durations.format(policy.minHealthy()));
        texts.put("start_timeout", Durations.format(policy.startTimeout()));
        texts.put("drain", Durations.format(policy.drain()));
        texts.put("stop.signal", policy.stop().signal());
        texts.put("stop.timeout", Durations.format(policy.stop().timeout()));
        words("after", policy.after());
        texts.put("weight", "" + policy.weight());
    }

    private void limits(Limits limits) {
        some("limits.memory", limits.memory() > 0 ? ByteSize.format(limits.memory()) : "");
        some("limits.cpu", limits.milliCpu() > 0 ? cores(limits.milliCpu()) : "");
        some("limits.pids", limits.pids() > 0 ? "" + limits.pids() : "");
        some("limits.files", limits.files() > 0 ? "" + limits.files() : "");
        some("limits.core", limits.core() >= 0 ? ByteSize.format(limits.core()) : "");
    }

    private static String cores(int thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    private void rules(ConnectionRules rules) {
        some("proxy_protocol", rules.send() == ProxyProtocol.NONE ? "" : word(rules.send(), '_'));
        words("accept_proxy", rules.acceptFrom());
        some("max_connections", rules.most() > 0 ? "" + rules.most() : "");
        some("max_connections_per_source", rules.mostPerSource() > 0 ? "" + rules.mostPerSource() : "");
        some("idle_timeout", rules.idle().isZero() ? "" : Durations.format(rules.idle()));
    }

    private void list(String key, List<String> items) {
        for (int i = 0; i < items.size(); i++) {
            texts.put(key + "[" + i + "]", items.get(i));
        }
    }

    private void words(String key, List<?> words) {
        some(key, String.join(", ", words.stream().map(String::valueOf).toList()));
    }

    private void some(String key, String text) {
        if (!text.isEmpty()) {
            texts.put(key, text);
        }
    }

    private static String word(Enum<?> constant, char joint) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', joint);
    }
}
