package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recording is read, and says what it said. */
class RecordedTest {
    private static final ServiceKey WEB = ServiceKey.tcp(Address.of("127.0.0.1:5000"));

    static Stream<Recorded> all() {
        return Recorded.all().stream();
    }

    static Stream<Recorded> saved() {
        return all().filter(r -> r.command().startsWith("ipvsadm --save") && r.exit() == 0);
    }

    static Stream<Recorded> listed() {
        return all().filter(r -> r.command().matches("ipvsadm (-L|--list).*") && r.exit() == 0)
                .filter(r -> r.stdout().contains("RemoteAddress"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anyOutput_anyReader_neverThrows(Recorded recorded) {
        for (String text : new String[] {recorded.stdout(), recorded.stderr()}) {
            assertThatCode(() -> {
                        KernelTable.parse(text);
                        TableListing.parse(text);
                        ConnectionListing.open(text);
                    })
                    .doesNotThrowAnyException();
        }
    }

    /** What is read and written again is what stood there: nothing was lost, nothing guessed. */
    @ParameterizedTest
    @MethodSource("saved")
    void save_readAndWritten_isTheSame(Recorded recorded) {
        assertThat(Model.print(KernelTable.parse(recorded.stdout()))).isEqualTo(recorded.stdout());
    }

    /** A row for each line below the headings, with its address and numbers. */
    @ParameterizedTest
    @MethodSource("listed")
    void list_eachLineBelowTheHeadings_isARow(Recorded recorded) {
        long lines = recorded.stdout()
                .lines()
                .filter(line -> line.matches("(TCP|UDP|FWM) .*|  -> [^R].*"))
                .count();

        assertThat(TableListing.parse(recorded.stdout())).hasSize((int) lines);
    }

    @Test
    void save_filled() {
        KernelTable table = KernelTable.parse(Recorded.text("filled-save.out"));

        assertThat(table.services()).hasSize(2);
        assertThat(table.services().get(WEB).scheduler()).isEqualTo("wrr");
        assertThat(table.server(WEB, Address.of("127.0.0.1:30101"))).contains(new KernelTable.Server("-m", 0, ""));
    }

    @Test
    void save_ipv6() {
        KernelTable table = KernelTable.parse(Recorded.text("save-ipv6-long.out"));

        assertThat(table.services().keySet())
                .extracting(ServiceKey::toString)
                .containsExactly("[::1]:5000", "[2001:db8:1111:2222:3333:4444:5555:6666]:65535");
        assertThat(table.server(ServiceKey.tcp(Address.of("[0:0:0:0:0:0:0:1]:5000")), Address.of("[::1]:30100")))
                .contains(new KernelTable.Server("-m", 1, ""));
    }

    @Test
    void save_persistentFwmarkUdpFlags_areToldApartFromOurs() {
        assertThat(KernelTable.parse(Recorded.text("save-service-persistent.out"))
                        .service(WEB)
                        .orElseThrow()
                        .options())
                .isEqualTo("-p 360");
        assertThat(KernelTable.parse(Recorded.text("save-service-sh-flags.out"))
                        .service(WEB)
                        .orElseThrow()
                        .options())
                .isEqualTo("-b sh-fallback,sh-port");
        for (String other : new String[] {"save-fwmark.out", "save-udp.out", "save-hostname.out"}) {
            KernelTable table = KernelTable.parse(Recorded.text(other));
            assertThat(table.services()).as(other).hasSize(1);
            assertThat(table.service(WEB)).as(other).isEmpty();
        }
    }

    @Test
    void save_gatewaying_isNotOurForwarding() {
        assertThat(KernelTable.parse(Recorded.text("gatewaying-save.out")).server(WEB, Address.of("127.0.0.1:5000")))
                .contains(new KernelTable.Server("-g", 1, ""));
    }

    @Test
    void list_weightsAndCounts() {
        ServerScan look = ServerScan.at(TableListing.parse(Recorded.text("graceful-3-weight-0.out")), Map.of());
        ServiceEndpoint a = new ServiceEndpoint(WEB, Address.of("127.0.0.1:30100"));
        ServiceEndpoint b = new ServiceEndpoint(WEB, Address.of("127.0.0.1:30101"));

        assertThat(look.servers())
                .containsEntry(a, new ServerScan.Server(1, 0))
                .containsEntry(b, new ServerScan.Server(0, 1));
        assertThat(look.isEmpty(a)).as("in rotation").isFalse();
        assertThat(look.isEmpty(b)).as("a connection").isFalse();
        ServerScan closed = ServerScan.at(TableListing.parse(Recorded.text("graceful-5-closed.out")), Map.of());
        assertThat(closed.isEmpty(b)).as("an inactive one is over").isTrue();
    }

    @Test
    void list_longIpv6_columnsPushedAside() {
        assertThat(TableListing.parse(Recorded.text("list-ipv6-long.out")))
                .filteredOn(row -> row.server().isPresent())
                .extracting(row -> row.server().get() + " " + row.number(1))
                .containsExactly("[::1]:30100 1", "[2001:db8:1111:2222:3333:4444:5555:7777]:65534 65535");
    }

    @Test
    void stats_exact_areNumbers_abbreviatedAreNone() {
        TableListing.Row exact =
                TableListing.parse(Recorded.text("large-stats-exact.out")).get(0);
        TableListing.Row rounded =
                TableListing.parse(Recorded.text("large-stats.out")).get(0);

        assertThat(exact.number(0)).isEqualTo(1);
        assertThat(exact.number(4)).isEqualTo(120_153_730);
        assertThat(rounded.number(4)).as("120153K is not guessed at").isZero();
    }

    @Test
    void connections_openOnes_byServer() {
        assertThat(ConnectionListing.open(Recorded.text("graceful-2-open-connections.out")))
                .containsExactly(Map.entry(new ServiceEndpoint(WEB, Address.of("127.0.0.1:30101")), 1));
        assertThat(ConnectionListing.open(Recorded.text("graceful-5-closed-connections.out")))
                .as("TIME_WAIT is over")
                .isEmpty();
        assertThat(ConnectionListing.open(Recorded.text("ipv6-open-connections.out")))
                .containsExactly(Map.entry(
                        new ServiceEndpoint(ServiceKey.tcp(Address.of("[::1]:5000")), Address.of("[::1]:30106")), 1));
    }

    /** The transcript of half-closed connections: not active ones to the kernel, open ones to us. */
    @Test
    void connections_halfClosed_areOpen() {
        Optional<String> half = Recorded.text("transcripts/behaviour.txt")
                .lines()
                .filter(line -> line.contains("CLOSE_WAIT"))
                .findFirst();
        Optional<String> fin = Recorded.text("transcripts/behaviour.txt")
                .lines()
                .filter(line -> line.contains("FIN_WAIT"))
                .findFirst();

        assertThat(ConnectionListing.open(half.orElseThrow())).hasSize(1);
        assertThat(ConnectionListing.open(fin.orElseThrow())).hasSize(1);
    }

    @Test
    void unavailable_eachRecordedCause_namesItsRemedy() {
        all().filter(r -> r.stderr().contains("Can't initialize ipvs")
                        && r.command().startsWith("ipvsadm"))
                .forEach(recorded -> assertThat(
                                IpvsUnavailable.of(recorded.outcome()).getMessage())
                        .as(recorded.name())
                        .doesNotContain("\n")
                        .contains(recorded.stderr().contains("Permission") ? "as root" : "modprobe ip_vs")
                        .contains("server.balancer: netty"));
    }

    @Test
    void surprise_isWhatTheTableDoesNotHold_notWhatIsWrong() {
        TableCommand add = TableCommand.onService(TableCommand.Kind.ADD_SERVICE, WEB, Scheduler.WRR);

        all().filter(r -> r.exit() == 255
                        && r.command().startsWith("ipvsadm -")
                        && !r.command().contains("restore"))
                .forEach(recorded -> assertThat(add.isSurprise(recorded.stderr()))
                        .as(recorded.name())
                        .isEqualTo(recorded.stderr().matches("(?s).*(already exists|No such|not defined).*")));
        assertThat(add.isSurprise(Recorded.text("bad-scheduler.err"))).isFalse();
        assertThat(add.isSurprise(Recorded.text("user-list.err"))).isFalse();
    }
}
