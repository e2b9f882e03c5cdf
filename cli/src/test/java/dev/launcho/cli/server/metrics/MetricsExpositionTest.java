package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.admin.StatusView;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MetricsExpositionTest {
    private static final String OPEN = "application/openmetrics-text";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    private MetricsExposition exposition(StatusView view) {
        return new MetricsExposition(
                () -> {
                    asked.incrementAndGet();
                    return view;
                },
                List.of(),
                nanos::get);
    }

    private String text(StatusView view, String accept) {
        return new String(exposition(view).answer(accept).text(), StandardCharsets.UTF_8);
    }

    /** {@code -Dlauncho.generate=true} writes the file anew. */
    private static void hasTextOf(String golden, String text) throws Exception {
        if (Boolean.getBoolean("launcho.generate")) {
            Files.writeString(Path.of("src/test/resources/dev/launcho/cli/server/metrics", golden), text);
        }
        try (InputStream in = MetricsExpositionTest.class.getResourceAsStream(golden)) {
            assertThat(text).isEqualTo(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void answer_prometheusText_isTheGoldenOne() throws Exception {
        hasTextOf("small.prom", text(SmallStatus.small(), ""));
    }

    @Test
    void answer_openMetrics_isTheGoldenOne() throws Exception {
        hasTextOf("small.openmetrics", text(SmallStatus.small(), OPEN));
    }

    @Test
    void answer_type_isThatOfTheFormat() {
        assertThat(exposition(SmallStatus.small()).answer("").type())
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(exposition(SmallStatus.small()).answer(OPEN).type())
                .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    }

    @Test
    void answer_emptyStatus_isNotAFailure() {
        assertThat(text(SmallStatus.of(List.of(), List.of()), OPEN)).isEqualTo("# EOF\n");
    }

    @Test
    void answer_hostileNames_areEscapedAndBreakNoLine() {
        String evil = "a\"} 1\nlauncho_evil 1\\\r\u0000\u2028\u202e\ud800";
        StatusView view = SmallStatus.of(
                List.of(SmallStatus.process(evil, SmallStatus.instance(evil))), List.of(SmallStatus.service(evil)));

        for (String accept : List.of("", OPEN)) {
            assertThat(text(view, accept).split("\n"))
                    .noneMatch(line -> line.matches(".*[\\x00-\\x1f].*"))
                    .allMatch(line -> line.startsWith("# ") || line.matches("(?s)launcho_[a-z_]+\\{.*} [0-9.eE+-]+"))
                    .noneMatch(line -> line.startsWith("launcho_evil"))
                    .anyMatch(line -> line.contains("a\\\"} 1\\nlauncho_evil 1\\\\"));
        }
    }

    @Test
    void answer_namesThatAreThereTwice_haveOneSampleEach() {
        StatusView.Process web = SmallStatus.process("web", SmallStatus.instance("a-1"), SmallStatus.instance("a-1"));
        StatusView view =
                SmallStatus.of(List.of(web, web), List.of(SmallStatus.service("http"), SmallStatus.service("http")));

        assertThat(text(view, "").lines().filter(line -> line.startsWith("launcho_instance_ready{")))
                .hasSize(1);
    }

    @Test
    void answer_instanceThatIsGone_isGoneAtOnce() {
        AtomicLong now = new AtomicLong();
        AtomicInteger round = new AtomicInteger();
        MetricsExposition exposition = new MetricsExposition(
                () -> SmallStatus.of(
                        List.of(SmallStatus.process("web", SmallStatus.instance("a-" + round.incrementAndGet()))),
                        List.of()),
                List.of(),
                now::get);

        exposition.answer("");
        now.addAndGet(1_000_000_000);

        assertThat(new String(exposition.answer("").text(), StandardCharsets.UTF_8))
                .contains("instance_name=\"a-2\"")
                .doesNotContain("instance_name=\"a-1\"");
    }

    @Test
    void answer_withinHalfASecond_isTheSame() {
        MetricsExposition exposition = exposition(SmallStatus.small());

        ScrapeAnswer first = exposition.answer("");
        nanos.addAndGet(400_000_000);
        assertThat(exposition.answer("text/plain")).isSameAs(first);
        assertThat(asked).hasValue(1);
        nanos.addAndGet(200_000_000);
        assertThat(exposition.answer("")).isNotSameAs(first);
        assertThat(asked).hasValue(2);
    }
}
