package dev.launcho.core.store;

import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.ServerEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The fact of an event as members of a JSON object: {@code name}, and the data of that kind. Values are strings, numbers,
 * booleans, lists and such maps.
 */
public final class EventFacts implements EventKind.Visitor<Map<String, Object>> {
    static final String INSTANCE_ENDED = "instance_ended";

    private static final EventFacts MAKER = new EventFacts();

    private EventFacts() {}

    /** Returns the members; empty if only its sentence describes the event. */
    public static Map<String, Object> of(EventKind fact) {
        return fact.accept(MAKER);
    }

    /** Returns the members with each text in them replaced by {@code words}, as to hide secrets. */
    static Map<String, Object> saying(Map<String, Object> facts, UnaryOperator<String> words) {
        Map<String, Object> said = new LinkedHashMap<>();
        facts.forEach((name, value) -> said.put(name, name.equals("name") ? value : replaced(value, words)));
        return said;
    }

    private static Object replaced(Object value, UnaryOperator<String> words) {
        if (value instanceof String text) {
            return words.apply(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> replaced(item, words)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> said = new LinkedHashMap<>();
            map.forEach((name, item) -> said.put(String.valueOf(name), replaced(item, words)));
            return said;
        }
        return value;
    }

    static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, Object> other() {
        return Map.of();
    }

    @Override
    public Map<String, Object> recorded(EventKind.Recorded fact) {
        return fact.facts();
    }

    @Override
    public Map<String, Object> instanceEnded(EventKind.InstanceEnded fact) {
        Map<String, Object> members = members(
                "name",
                INSTANCE_ENDED,
                "instance",
                fact.instance().name(),
                "circumstance",
                fact.circumstance().name());
        members.putAll(ExitText.members(fact.exit()));
        return members;
    }

    @Override
    public Map<String, Object> launching(EventKind.Launching fact) {
        return members(
                "name",
                "launching",
                "instance",
                fact.instance().name(),
                "attempt",
                fact.attempt(),
                "last",
                fact.last());
    }

    @Override
    public Map<String, Object> ready(EventKind.Ready fact) {
        return members(
                "name",
                "ready",
                "instance",
                fact.instance().name(),
                "after_ms",
                fact.afterMillis(),
                "probe",
                ProbeFacts.of(fact.probe()));
    }

    @Override
    public Map<String, Object> unhealthy(EventKind.Unhealthy fact) {
        return members("name", "unhealthy", "instance", fact.instance().name(), "probe", ProbeFacts.of(fact.probe()));
    }

    @Override
    public Map<String, Object> healthyAgain(EventKind.HealthyAgain fact) {
        return members(
                "name", "healthy_again", "instance", fact.instance().name(), "probe", ProbeFacts.of(fact.probe()));
    }

    @Override
    public Map<String, Object> draining(EventKind.Draining fact) {
        return members(
                "name",
                "draining",
                "instance",
                fact.instance().name(),
                "reason",
                fact.reason(),
                "connections",
                fact.connections());
    }

    @Override
    public Map<String, Object> stopping(EventKind.Stopping fact) {
        return members("name", "stopping", "instance", fact.instance().name(), "reason", fact.reason());
    }

    @Override
    public Map<String, Object> killed(EventKind.Killed fact) {
        return members("name", "killed", "instance", fact.instance().name());
    }

    @Override
    public Map<String, Object> adopted(EventKind.Adopted fact) {
        return members("name", "adopted", "instance", fact.instance().name(), "pid", fact.pid());
    }

    @Override
    public Map<String, Object> wentLive(EventKind.WentLive fact) {
        return members("name", "live", "version", fact.version().toString());
    }

    @Override
    public Map<String, Object> givenUp(EventKind.GivenUp fact) {
        return members(
                "name", "given_up", "version", fact.version().toString(), "cause", fact.cause(), "next", fact.next());
    }

    @Override
    public Map<String, Object> rolloutControlled(EventKind.RolloutControlled fact) {
        return members(
                "name",
                "rollout_controlled",
                "process",
                fact.process(),
                "control",
                word(fact.control()),
                "by",
                fact.by());
    }

    @Override
    public Map<String, Object> ejected(EventKind.Ejected fact) {
        return members(
                "name",
                "ejected",
                "instance",
                fact.instance().name(),
                "service",
                fact.service(),
                "why",
                EventSentence.why(fact));
    }

    @Override
    public Map<String, Object> readmitted(EventKind.Readmitted fact) {
        return members("name", "readmitted", "instance", fact.instance().name(), "service", fact.service());
    }

    @Override
    public Map<String, Object> serviceListening(EventKind.ServiceListening fact) {
        return members("name", "service_listening", "state", word(fact.state()), "detail", fact.detail());
    }

    @Override
    public Map<String, Object> serviceMoved(EventKind.ServiceMoved fact) {
        return members("name", "service_moved", "on", fact.on(), "addresses", fact.addresses());
    }

    @Override
    public Map<String, Object> server(ServerEvent fact) {
        return ServerFacts.of(fact);
    }
}
