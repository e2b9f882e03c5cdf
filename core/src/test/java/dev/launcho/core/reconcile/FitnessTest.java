package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.Capabilities;
import dev.launcho.core.traffic.Capabilities.Shortfall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a balancer can't do is told with its place, and only where the target asks for it. */
class FitnessTest {
    private static final String TARGET = """
            services:
            - name: plain
              on: 127.0.0.1:5000
            - name: held
              on: "${HOST}:5001"
              hold: 30s
            """;

    /** Can't hold, and can't be on 0.0.0.0. */
    private static final Capabilities POOR =
            (service, on) -> on.filter(o -> o.host().equals("0.0.0.0")).isPresent()
                    ? List.of(new Shortfall(true, "on", "no wildcard"), new Shortfall(false, "hold", "no hold"))
                    : List.of(new Shortfall(false, "hold", "no hold"));

    private static Fitness.Findings findings(Capabilities capabilities, Map<String, String> secrets) {
        TargetReading reading = TargetReader.read("target.yaml", TARGET);
        return new Fitness(capabilities, name -> Optional.ofNullable(secrets.get(name)))
                .of("target.yaml", TARGET, reading.target());
    }

    @Test
    void of_keyThatIsNotWritten_isNotAskedFor() {
        Fitness.Findings findings = findings(POOR, Map.of("HOST", "127.0.0.1"));

        assertThat(findings.refusals()).isEmpty();
        assertThat(findings.warnings()).containsExactly("target.yaml:6:9: service \"held\": hold: no hold");
    }

    @Test
    void of_addressFromASecret_isLookedAtResolved() {
        assertThat(findings(POOR, Map.of("HOST", "0.0.0.0")).refusals())
                .containsExactly("target.yaml:5:7: service \"held\": on: no wildcard");
        assertThat(findings(POOR, Map.of()).refusals()).as("not known yet").isEmpty();
    }

    @Test
    void of_balancerThatCanDoAll_nothing() {
        Fitness.Findings findings = findings(Capabilities.ALL, Map.of("HOST", "0.0.0.0"));

        assertThat(findings.refusals()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }
}
