package dev.launcho.proxy.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in says what the real one was recorded to say, to the byte, with the same exit status. */
class FakeIpvsadmTest {
    @TempDir
    Path folder;

    private FakeIpvsadm fake;

    @BeforeEach
    void make() {
        fake = new FakeIpvsadm(folder);
    }

    private void same(String recording) {
        Recorded recorded = Recorded.named(recording);
        String[] words = recorded.command().split(" ");
        Ipvsadm.Outcome outcome =
                fake.run(List.of(words).subList(1, words.length).toArray(String[]::new));

        assertThat(outcome).as(recorded.command()).isEqualTo(recorded.outcome());
    }

    private void given(String... commands) {
        for (String command : commands) {
            assertThat(fake.run(command.split(" ")).exit()).as(command).isZero();
        }
    }

    private static final String SERVICE = "-A -t 127.0.0.1:5000 -s wrr";
    private static final String SERVER = "-a -t 127.0.0.1:5000 -r 127.0.0.1:30100 -m -w 1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "version-short",
                "empty-list",
                "empty-list-long",
                "empty-save",
                "empty-stats",
                "empty-connections",
                "clear-empty",
                "no-arguments",
                "add-service-ipv6-bare"
            })
    void emptyTable(String recording) {
        same(recording);
    }

    @ParameterizedTest
    @CsvSource({
        "add-service-wrr, list-service-wrr",
        "add-service-rr, list-service-rr",
        "add-service-lc, list-service-lc",
        "add-service-sh, list-service-sh",
        "add-service-default, list-service-default",
        "add-service-persistent, list-service-persistent",
        "add-service-persistent, save-service-persistent",
        "add-service-persistent-60, list-service-persistent-60",
        "add-service-sh-flags, list-service-sh-flags",
        "add-service-sh-flags, save-service-sh-flags"
    })
    void serviceAdded(String add, String list) {
        same(add);
        same(list);
    }

    @Test
    void ipv6() {
        for (String recording : List.of(
                "add-service-ipv6",
                "add-server-ipv6",
                "add-server-ipv6-v4",
                "list-ipv6",
                "save-ipv6",
                "add-service-ipv6-long",
                "add-server-ipv6-long",
                "list-ipv6-long",
                "list-ipv6-long-stats",
                "save-ipv6-long")) {
            same(recording);
        }
    }

    @Test
    void fwmarkAndUdp() {
        same("add-service-fwmark");
        same("add-server-fwmark");
        same("list-fwmark");
        same("save-fwmark");
        given("-C");
        same("add-service-udp");
        same("add-server-udp");
        same("list-udp");
        same("save-udp");
    }

    @Test
    void oneService_everyChangeAndEveryRefusal() {
        given(SERVICE);
        for (String recording : List.of(
                "add-service-twice",
                "add-service-twice-other-scheduler",
                "list-service-empty",
                "save-service-empty",
                "edit-service",
                "list-edit-service",
                "edit-service-back",
                "edit-service-default-scheduler",
                "list-edit-service-default-scheduler",
                "edit-service-missing",
                "edit-server-missing",
                "delete-server-missing",
                "add-server",
                "add-server-twice",
                "add-server-twice-other-weight",
                "list-one",
                "list-one-service",
                "list-other-service",
                "save-one",
                "edit-server-weight-0",
                "edit-server-weight-0-again",
                "list-weight-0",
                "edit-server-no-method",
                "list-edit-server-no-method",
                "edit-server-no-weight",
                "list-edit-server-no-weight",
                "edit-server-service-missing",
                "add-server-service-missing",
                "delete-server-service-missing",
                "delete-server",
                "delete-server-again",
                "add-server-no-port",
                "list-server-no-port",
                "add-server-gatewaying",
                "list-server-gatewaying",
                "save-server-gatewaying",
                "delete-service-with-servers",
                "list-after-delete-service",
                "delete-service-missing")) {
            same(recording);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad-address",
                "bad-hostname",
                "bad-port-high",
                "bad-port-name",
                "bad-port-zero",
                "bad-port-absent",
                "bad-port-negative",
                "bad-ipv6",
                "bad-scheduler",
                "bad-scheduler-edit",
                "bad-server-address",
                "bad-server-port",
                "bad-server-absent",
                "bad-service-absent",
                "bad-weight-negative",
                "bad-weight-text",
                "bad-weight-fraction",
                "bad-fwmark",
                "bad-option",
                "bad-option-conflict",
                "bad-option-twice",
                "bad-extra-argument"
            })
    void badArguments(String recording) {
        given(SERVICE, SERVER);

        same(recording);
    }

    @Test
    void filled() {
        given(
                SERVICE,
                SERVER,
                "-a -t 127.0.0.1:5000 -r 127.0.0.1:30101 -m -w 0",
                "-A -t 127.0.0.1:5001 -s rr",
                "-a -t 127.0.0.1:5001 -r 127.0.0.1:30200 -m -w 10");
        for (String recording : List.of("filled-list", "filled-list-long", "filled-save", "filled-stats")) {
            same(recording);
        }
    }

    @Test
    void oneDrain() {
        given(SERVICE, SERVER, "-a -t 127.0.0.1:5000 -r 127.0.0.1:30101 -m -w 1");
        same("graceful-1-idle");
        fake.connections("ESTABLISHED 127.0.0.1:50680 127.0.0.1:5000 127.0.0.1:30101");
        fake.stats("127.0.0.1:5000 127.0.0.1:30101 1 3 2 164 114");
        same("graceful-2-open");
        same("graceful-2-open-connections");
        same("graceful-2-open-stats");
        same("graceful-3-set-weight-0");
        same("graceful-3-weight-0");
        fake.connections(Recorded.text("graceful-5-closed-connections.out")
                .lines()
                .skip(2)
                .map(line -> line.split(" +"))
                .map(words -> words[2] + " " + words[3] + " " + words[4] + " " + words[5])
                .toArray(String[]::new));
        same("graceful-5-closed");
        same("graceful-5-closed-connections");
        same("graceful-6-delete");
        same("graceful-7-deleted");
        same("graceful-7-deleted-connections");
        same("graceful-8-added-again");
        same("graceful-8-list");
        same("graceful-8-stats");
    }

    @ParameterizedTest
    @CsvSource({
        "noprivilege, user-list",
        "noprivilege, user-save",
        "noprivilege, user-version",
        "nomodule, nomodprobe-list"
    })
    void notUsable(String mode, String recording) {
        fake.mode(mode);

        same(recording);
    }
}
