package dev.launcho.core.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.BalancerCapabilities.Shortfall;
import dev.launcho.core.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a balancer can't do is told with its place, and only where the target asks for it. */
class CapabilityCheckTest {
    private static final String TARGET = """
            services:
            - name: plain
              on: 127.0.0.1:5000
            - name: held
              on: "${HOST}:5001"
              hold: 30s
            """;

    /** Can't hold, and can't be on 0.0.0.0. */
    private static final BalancerCapabilities POOR =
            (service, on) -> on.filter(o -> o.host().equals("0.0.0.0")).isPresent()
                    ? List.of(new Shortfall(true, "on", "no wildcard"), new Shortfall(false, "hold", "no hold"))
                    : List.of(new Shortfall(false, "hold", "no hold"));

    private static CapabilityCheck.Findings findings(BalancerCapabilities capabilities, Map<String, String> secrets) {
        TargetReading reading = TargetReader.read("target.yaml", TARGET);
        return new CapabilityCheck(capabilities, process -> List.of(), name -> Optional.ofNullable(secrets.get(name)))
                .of("target.yaml", TARGET, reading.target());
    }

    @Test
    void of_keyThatIsNotWritten_isNotAskedFor() {
        CapabilityCheck.Findings findings = findings(POOR, Map.of("HOST", "127.0.0.1"));

        assertThat(findings.refusals()).isEmpty();
        assertThat(findings.warnings())
                .extracting(Problem::toString)
                .containsExactly("target.yaml:6:9: service \"held\": hold: no hold");
    }

    @Test
    void of_addressFromASecret_isLookedAtResolved() {
        assertThat(findings(POOR, Map.of("HOST", "0.0.0.0")).refusals())
                .extracting(Problem::toString)
                .containsExactly("target.yaml:5:7: service \"held\": on: no wildcard");
        assertThat(findings(POOR, Map.of()).refusals()).as("not known yet").isEmpty();
    }

    @Test
    void of_balancerThatCanDoAll_nothing() {
        CapabilityCheck.Findings findings = findings(BalancerCapabilities.ALL, Map.of("HOST", "0.0.0.0"));

        assertThat(findings.refusals()).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }

    private static final String PROCESSES = """
            processes:
            - name: web
              command: [node]
              env: {GOOD: 1, "a.b": "${DOT}"}
            - {name: job, command: ["true"]}
            """;

    /** Has no way to hand on names with a dot, nor to run what is long. */
    private static List<ProcessHost.Shortfall> poor(ProcessSpec spec) {
        List<ProcessHost.Shortfall> all = new ArrayList<>();
        if (spec.env().containsKey("a.b")) {
            all.add(new ProcessHost.Shortfall("env", "a.b", "no dots"));
        }
        if (spec.env().containsValue("long")) {
            all.add(new ProcessHost.Shortfall("command", "", "too long"));
        }
        return all;
    }

    @Test
    void of_processThatTheMachineCantRun_isRefusedWithItsPlaceAndAskedWithItsSecrets() {
        TargetReading reading = TargetReader.read("t.yaml", PROCESSES);
        CapabilityCheck check =
                new CapabilityCheck(BalancerCapabilities.ALL, CapabilityCheckTest::poor, name -> Optional.empty());

        assertThat(check.of("t.yaml", PROCESSES, reading.target()).refusals())
                .extracting(Problem::toString)
                .containsExactly("t.yaml:4:18: process \"web\": env.a.b: no dots");
        assertThat(check.with(name -> Optional.of("long"))
                        .of("t.yaml", PROCESSES, reading.target())
                        .refusals())
                .extracting(Problem::toString)
                .containsExactly(
                        "t.yaml:4:18: process \"web\": env.a.b: no dots",
                        "t.yaml:3:12: process \"web\": command: too long");
    }
}
