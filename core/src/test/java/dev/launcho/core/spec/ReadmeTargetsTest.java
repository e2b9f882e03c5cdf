package dev.launcho.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The two example files of the first Launcho's README, byte for byte. */
class ReadmeTargetsTest {
    @Test
    void read_default_target_is_empty() throws IOException {
        TargetReading reading = TargetReader.read("target.yaml", TargetReader.defaultText());
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.target()).isEqualTo(Target.EMPTY);
    }

    @Test
    void read_default_target_uncommented_is_good() throws IOException {
        String text = new String(resource("default-target.yaml"), StandardCharsets.UTF_8);
        String inUse = text.replaceAll("(?m)^  # ", "  ").replaceAll("(?m)^    #(?=[ugc])", "    ");
        TargetReading reading = TargetReader.read("target.yaml", inUse);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.target().processes())
                .containsExactly(new ProcessSpec(
                        "example_proc",
                        List.of("python", "server.py"),
                        Map.of("DATABASE_URL", "${DATABASE_URL}"),
                        List.of("web"),
                        Probe.http("web", "/health"),
                        List.of(),
                        "",
                        "whoever",
                        "whoever",
                        "/var/wherever",
                        Policy.DEFAULT));
        assertThat(reading.references().secrets())
                .containsExactly(
                        new SecretReference("DATABASE_URL", "process \"example_proc\"", "env.DATABASE_URL", 11, 21));
    }

    @Test
    void read_workflow_target_gives_its_process_and_service() throws IOException {
        TargetReading reading = TargetReader.read("target.yaml", resource("readme-workflow.yaml"));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.target().services())
                .containsExactly(new ServiceSpec("traffic", "127.0.0.1:5000", ServiceSpec.HOLD, ServiceSpec.HOLD_MAX));
        assertThat(reading.target().processes())
                .containsExactly(new ProcessSpec(
                        "main_server",
                        List.of("node", "server.js"),
                        Map.of(),
                        List.of("traffic"),
                        Probe.http("traffic", "/health"),
                        List.of(new ResourceRequest("${BUNDLE_RESOURCE_ID}", "bundle.tar.bz2")),
                        "tar -xf bundle.tar.bz2\nmv bundle/* .\n",
                        "",
                        "",
                        "",
                        Policy.DEFAULT));
    }

    @Test
    void notices_workflow_before_its_secret_names_line_and_key() throws IOException {
        TargetReading reading = TargetReader.read("target.yaml", resource("readme-workflow.yaml"));
        List<Problem> notices = reading.references().notices(name -> Optional.empty(), id -> false);
        assertThat(notices)
                .extracting(Problem::toString)
                .containsExactly("target.yaml:6:11: process \"main_server\": resources[0].id: "
                        + "secret BUNDLE_RESOURCE_ID is not set yet, the process waits for it");
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ReadmeTargetsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
