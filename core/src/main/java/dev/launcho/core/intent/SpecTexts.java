package dev.launcho.core.intent;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.ByteSize;
import dev.launcho.core.text.CapabilitySet;
import dev.launcho.core.text.DurationFormat;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A process or service as keys and texts, as its author would write them: {@code env.PORT}, {@code command[1]}, {@code
 * stop.timeout}. They are compared and shown when a target changes. Templates are not resolved: no value of a secret is
 * in them.
 */
final class SpecTexts {
    private static final String HEADER = "health.headers.";
    private static final Set<String> TEMPLATES = Set.of("health.path", "health.host", "uid", "gid", "cwd", "on");

    private final Map<String, String> texts = new LinkedHashMap<>();

    private SpecTexts() {}

    static Map<String, String> of(ProcessSpec spec) {
        SpecTexts all = new SpecTexts();
        all.list("command", spec.command());
        spec.env().forEach((name, value) -> all.texts.put("env." + shown(name), value));
        all.words("receives", spec.receives());
        all.health(spec.probe());
        spec.resources().forEach(r -> all.texts.put("resources[" + r.file() + "].id", r.id()));
        all.some("before", spec.before());
        all.some("uid", spec.uid());
        all.some("gid", spec.gid());
        all.list("groups", spec.groups());
        all.some("cwd", spec.cwd());
        all.policy(spec.policy());
        all.limits(spec.limits());
        all.confinement(spec.confinement());
        return all.texts;
    }

    static Map<String, String> of(ServiceSpec spec) {
        SpecTexts all = new SpecTexts();
        all.texts.put("on", spec.on());
        all.texts.put("hold", DurationFormat.format(spec.hold()));
        all.texts.put("hold.most", "" + spec.holdMax());
        all.texts.put("balance", word(spec.spread().balance(), '_'));
        all.texts.put("slow_start", DurationFormat.format(spec.spread().slowStart()));
        all.rules(spec.rules());
        all.texts.put("unavailable", word(spec.unavailable(), '_'));
        return all.texts;
    }

    /** Returns whether references to secrets are resolved in the text of a key. */
    static boolean isTemplate(String key) {
        return key.startsWith("env.")
                || key.startsWith("command[")
                || key.startsWith("resources[")
                || key.startsWith("groups[")
                || key.startsWith("read_only[")
                || key.startsWith("health.exec[")
                || key.startsWith(HEADER)
                || TEMPLATES.contains(key);
    }

    /** Returns whether a key takes free text; else it takes a number, a duration, a name or a keyword. */
    static boolean isText(String key) {
        return isTemplate(key) || key.equals("before");
    }

    /** Returns the name on one line, with control characters escaped; different names stay different. */
    private static String shown(String variable) {
        return variable.chars()
                .mapToObj(c -> Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : "" + (char) c)
                .collect(Collectors.joining());
    }

    private void health(Probe probe) {
        if (probe.kind() == Probe.Kind.HTTP) {
            texts.put("health.path", probe.path());
            texts.put("health.scheme", word(probe.http().scheme(), '-'));
            some("health.host", probe.http().host());
            probe.http().headers().forEach((name, value) -> texts.put(HEADER + name, value));
            texts.put("health.status", probe.http().healthy().toString());
        }
        some(probe.kind() == Probe.Kind.TCP ? "health.tcp" : "health.service", probe.service());
        list("health.exec", probe.exec());
        texts.put("health.interval", DurationFormat.format(probe.interval()));
        texts.put("health.timeout", DurationFormat.format(probe.timeout()));
        texts.put("health.failures", "" + probe.failures());
    }

    private void policy(Policy policy) {
        texts.put("replicas", "" + policy.replicas());
        texts.put("update", word(policy.update(), '-'));
        texts.put("restart", word(policy.restart(), '-'));
        texts.put("min_healthy", DurationFormat.format(policy.minHealthy()));
        texts.put("start_timeout", DurationFormat.format(policy.startTimeout()));
        texts.put("drain", DurationFormat.format(policy.drain()));
        texts.put("stop.signal", policy.stop().signal());
        texts.put("stop.timeout", DurationFormat.format(policy.stop().timeout()));
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

    private void confinement(ProcessConfinement confinement) {
        some("allow_new_privileges", confinement.allowNewPrivileges() ? "true" : "");
        some("oom_score_adjust", confinement.oomScoreAdjust() == 0 ? "" : "" + confinement.oomScoreAdjust());
        list("read_only", confinement.readOnly());
        some("private_tmp", confinement.privateTmp() ? "true" : "");
        CapabilitySet capabilities = confinement.capabilities();
        some("capabilities", capabilities.bounded() ? "" + capabilities.names() : "");
    }

    private static String cores(int thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    private void rules(ConnectionRules rules) {
        some("proxy_protocol", rules.send() == ProxyProtocol.NONE ? "" : word(rules.send(), '_'));
        words("accept_proxy", rules.acceptFrom());
        some("max_connections", rules.most() > 0 ? "" + rules.most() : "");
        some("max_connections_per_source", rules.mostPerSource() > 0 ? "" + rules.mostPerSource() : "");
        some("idle_timeout", rules.idle().isZero() ? "" : DurationFormat.format(rules.idle()));
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
