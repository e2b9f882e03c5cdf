package dev.launcho.core.spec;

import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.UnavailableAction;
import dev.launcho.core.spec.key.ServiceKeys;
import dev.launcho.core.spec.key.UniqueNames;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the items of {@code services}. */
final class ServiceReader {
    private final UniqueNames names;
    private final TemplateReader templates;
    private final Map<String, Taken> texts = new HashMap<>();
    private final TakenAddresses<Taken> addresses = new TakenAddresses<>();

    ServiceReader(UniqueNames names, TemplateReader templates) {
        this.names = names;
        this.templates = templates;
    }

    Optional<ServiceSpec> read(YamlValue item) {
        return names.subject(item).fields(ServiceKeys.SERVICE).map(this::service);
    }

    private ServiceSpec service(YamlMap fields) {
        String name = names.read(fields);
        String on = fields.require(ServiceKeys.ON).flatMap(this::address).orElse("");
        Hold hold = fields.getFilled(ServiceKeys.HOLD).map(this::hold).orElse(Hold.DEFAULT);
        UnavailableAction unavailable = fields.get(ServiceKeys.UNAVAILABLE)
                .flatMap(ServiceKeys.UNAVAILABLES::read)
                .orElse(UnavailableAction.RESET);
        return new ServiceSpec(name, on, hold.time, hold.most, spread(fields), RulesReader.read(fields), unavailable);
    }

    private static BalancingRules spread(YamlMap fields) {
        BalancingRules usual = BalancingRules.DEFAULT;
        return new BalancingRules(
                fields.get(ServiceKeys.BALANCE)
                        .flatMap(ServiceKeys.BALANCES::read)
                        .orElse(usual.balance()),
                fields.span(ServiceKeys.SLOW_START).orElse(usual.slowStart()));
    }

    private Optional<String> address(YamlValue value) {
        Optional<String> on = templates.read(value, ValueChecks::address);
        on.ifPresent(text -> free(value, text));
        return on;
    }

    /** Reports two services on one address. If the address has a reference, only an equal text is reported now. */
    private void free(YamlValue value, String text) {
        Taken mine = new Taken(text, value.subject(), value.line());
        Optional<Taken> same = Optional.ofNullable(texts.putIfAbsent(text, mine));
        boolean literal = SecretTemplate.parse(text).names().isEmpty();
        Optional<Taken> overlapping = literal && ValueChecks.address(text).isEmpty()
                ? addresses.take(HostPort.parse(text), mine)
                : Optional.empty();
        same.or(() -> overlapping).ifPresent(other -> {
            String what = same.isPresent() ? " is taken" : " overlaps with " + QuotedText.of(other.text);
            value.problem(QuotedText.of(text) + what, "by " + other.subject + " on line " + other.line);
        });
    }

    /** Reads {@code 10s}; {@code false} or {@code 0s}, which refuse at once; or {@code {time: 10s, most: 1024}}. */
    private Hold hold(YamlValue value) {
        if (value.isBoolean()) {
            return new Hold(value.isTrue() ? ServiceSpec.HOLD : Duration.ZERO, ServiceSpec.HOLD_MAX);
        }
        if (!value.isMapping()) {
            return new Hold(time(value), ServiceSpec.HOLD_MAX);
        }
        return value.fields(ServiceKeys.HOLD_FIELDS)
                .map(fields -> new Hold(
                        fields.span(ServiceKeys.HOLD_TIME).orElse(ServiceSpec.HOLD),
                        fields.whole(ServiceKeys.HOLD_MOST).orElse(ServiceSpec.HOLD_MAX)))
                .orElse(Hold.DEFAULT);
    }

    private static Duration time(YamlValue value) {
        return value.span(ServiceKeys.HOLD_TIME.shape()).orElse(ServiceSpec.HOLD);
    }

    private record Hold(Duration time, int most) {
        static final Hold DEFAULT = new Hold(ServiceSpec.HOLD, ServiceSpec.HOLD_MAX);
    }

    private record Taken(String text, String subject, int line) {}
}
