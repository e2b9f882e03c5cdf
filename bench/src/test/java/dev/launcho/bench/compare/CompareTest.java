package dev.launcho.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.bench.compare.report.TextReport;
import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private static final String WORKLOADS = "bulk-8,keep-alive-16,connections,message-64k";

    @TempDir
    Path folder;

    @Test
    void run_directAndBothEngines_measuresEachAndWritesTheReports() throws Exception {
        assumeTrue(Epoll.isAvailable());
        Settings settings = Settings.parse(
                ("--peers direct,nio,epoll --repetitions 1 --seconds 600 --millis 100 --churn 0 --no-memory --workloads "
                                + WORKLOADS)
                        .split(" "));

        Results results = Compare.run(settings);
        // In a tenth of a second a machine that stands still answers nothing.
        for (int i = 0; i < 5 && !allHaveMoved(results); i++) {
            results = Compare.run(settings);
        }
        Compare.write(results, folder);

        assertThat(results.peers()).hasSize(3);
        for (Workload workload : results.workloads()) {
            for (String peer : new String[] {"direct", "nio", "epoll"}) {
                assertThat(results.samples(workload, peer))
                        .as("%s, %s", workload.name(), peer)
                        .hasSize(1)
                        .allSatisfy(sample -> {
                            assertThat(sample.rate()).isPositive();
                            assertThat(sample.failures()).isZero();
                        });
            }
        }
        assertThat(TextReport.of(results)).contains("Launcho, epoll", "requests, 16 connections");
        assertThat(folder.resolve("compare.json")).content().contains("\"median_of_ratios\"", "\"keep-alive-16\"");
        byte[] svg = Files.readAllBytes(folder.resolve("compare.svg"));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    private static boolean allHaveMoved(Results results) {
        return results.workloads().stream()
                .allMatch(workload -> results.peers().stream()
                        .flatMap(peer -> results.samples(workload, peer.name()).stream())
                        .allMatch(sample -> sample.rate() > 0));
    }

    @Test
    void parse_unknownNames_tellsWhatThereIs() {
        assertThatThrownBy(() -> Settings.parse("--peers", "direct,envoy"))
                .hasMessage("there is no \"envoy\", only direct,haproxy-16k,haproxy-64k,nginx,nio,epoll");
        assertThatThrownBy(() -> Settings.parse("--repetitions", "many")).hasMessageContaining("not \"many\"");
        assertThatThrownBy(() -> Settings.parse("--fast")).hasMessageContaining("unknown option --fast");
    }
}
