package dev.launcho.core.target;

import dev.launcho.core.model.Balance;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Spread;
import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the items of {@code services}. */
final class ServiceReader {
    static final String[] KEYS = {"name", "on", "hold", "balance", "slow_start"};

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);
    private static final Duration LONGEST_SLOW_START = Duration.ofHours(1);
    private static final int MOST_HELD = 100_000;

    private final Names names;
    private final Templates templates;
    private final Map<String, Taken> texts = new HashMap<>();
    private final TakenAddresses<Taken> addresses = new TakenAddresses<>();

    ServiceReader(Names names, Templates templates) {
        this.names = names;
        this.templates = templates;
    }

    Optional<ServiceSpec> read(YamlValue item) {
        return names.subject(item).fields(KEYS).map(this::service);
    }

    private ServiceSpec service(YamlMap fields) {
        String name = names.read(fields);
        String on = fields.require("on").flatMap(this::address).orElse("");
        Hold hold = fields.getFilled("hold").map(this::hold).orElse(Hold.DEFAULT);
        return new ServiceSpec(name, on, hold.time, hold.most, spread(fields));
    }

    private static Spread spread(YamlMap fields) {
        Spread usual = Spread.DEFAULT;
        return new Spread(
                fields.get("balance")
                        .flatMap(value -> Choices.underscored(Balance.values()).read(value))
                        .orElse(usual.balance()),
                fields.get("slow_start")
                        .flatMap(value -> value.duration(Duration.ZERO, LONGEST_SLOW_START))
                        .orElse(usual.slowStart()));
    }

    private Optional<String> address(YamlValue value) {
        Optional<String> on = templates.read(value, Checks::address);
        on.ifPresent(text -> free(value, text));
        return on;
    }

    /** Two services can't listen on one address; where a reference is in it, only an equal text is told now. */
    private void free(YamlValue value, String text) {
        Taken mine = new Taken(text, value.subject(), value.line());
        Optional<Taken> same = Optional.ofNullable(texts.putIfAbsent(text, mine));
        boolean literal = Template.parse(text).names().isEmpty();
        Optional<Taken> overlapping = literal && Checks.address(text).isEmpty()
                ? addresses.take(HostPort.parse(text), mine)
                : Optional.empty();
        same.or(() -> overlapping).ifPresent(other -> {
            String what = same.isPresent() ? " is taken" : " overlaps with " + Quoted.of(other.text);
            value.problem(Quoted.of(text) + what, "by " + other.subject + " on line " + other.line);
        });
    }

    /** {@code 10s}; {@code false} or {@code 0s} for refusing at once; or {@code {time: 10s, most: 1024}}. */
    private Hold hold(YamlValue value) {
        if (value.isBoolean()) {
            return new Hold(value.isTrue() ? ServiceSpec.HOLD : Duration.ZERO, ServiceSpec.HOLD_MAX);
        }
        if (!value.isMapping()) {
            return new Hold(time(value), ServiceSpec.HOLD_MAX);
        }
        return value.fields("time", "most")
                .map(fields -> new Hold(
                        fields.get("time").map(ServiceReader::time).orElse(ServiceSpec.HOLD),
                        fields.get("most")
                                .flatMap(most -> most.integer(1, MOST_HELD))
                                .orElse(ServiceSpec.HOLD_MAX)))
                .orElse(Hold.DEFAULT);
    }

    private static Duration time(YamlValue value) {
        return value.duration(Duration.ZERO, LONGEST_HOLD).orElse(ServiceSpec.HOLD);
    }

    private record Hold(Duration time, int most) {
        static final Hold DEFAULT = new Hold(ServiceSpec.HOLD, ServiceSpec.HOLD_MAX);
    }

    private record Taken(String text, String subject, int line) {}
}
