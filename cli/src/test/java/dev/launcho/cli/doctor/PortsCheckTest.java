package dev.launcho.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.store.HomeDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin host as a name, with name servers that give these answers. */
class PortsCheckTest {
    @TempDir
    Path home;

    private List<CheckFinding> look(String host, int port, String... addresses) throws Exception {
        return lookWith("  admin_host: \"" + host + "\"\n  admin_port: " + port + "\n", "admin", addresses);
    }

    private List<CheckFinding> lookWith(String settings, String about, String... addresses) throws Exception {
        Files.writeString(home.resolve("launcho-config.yaml"), "server:\n" + settings);
        DoctorContext site = new DoctorContext(
                new HomeDirectory(home), Map.of(), "root", Instant.now(), home.resolve("no-processes"));
        PortsCheck check = new PortsCheck(name -> {
            if (addresses.length == 0) {
                throw new UnknownHostException(name);
            }
            InetAddress[] all = new InetAddress[addresses.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = InetAddress.getByName(addresses[i]);
            }
            return all;
        });
        return check.look(site).stream()
                .filter(finding -> finding.message().contains(about))
                .toList();
    }

    /** A port that is free on 127.0.0.1, taken on 127.0.0.2, and so on every address. */
    private interface WithPort {
        void run(int port) throws Exception;
    }

    private static void withTakenPort(WithPort test) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            test.run(other.getLocalPort());
        }
    }

    @Test
    void look_nameOfWhichOneAddressCanBeBound_isNoFault() throws Exception {
        withTakenPort(port -> {
            assertThat(look("admin.example", port, "127.0.0.1", "192.0.2.1")).isEmpty();
            assertThat(look("admin.example", port, "192.0.2.1", "127.0.0.2", "127.0.0.1"))
                    .isEmpty();
        });
    }

    @Test
    void look_nameOfWhichNoAddressCanBeBound_fails() throws Exception {
        withTakenPort(port -> assertThat(look("admin.example", port, "0.0.0.0", "127.0.0.2", "192.0.2.1"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(CheckFinding.State.FAILED);
                    assertThat(finding.message()).contains("taken on 127.0.0.2");
                }));
    }

    @Test
    void look_metricsAddressThatIsTaken_fails() throws Exception {
        withTakenPort(port -> {
            assertThat(lookWith("  metrics: 127.0.0.1:" + port + "\n", "metrics"))
                    .isEmpty();
            assertThat(lookWith("  metrics: 127.0.0.2:" + port + "\n", "metrics"))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.state()).isEqualTo(CheckFinding.State.FAILED);
                        assertThat(finding.message()).startsWith("server.metrics: 127.0.0.2:" + port + " is taken");
                    });
        });
    }

    @Test
    void look_nameThatABlockerAnswersWithEveryAddress_isAsUnknown() throws Exception {
        withTakenPort(port -> {
            assertThat(look("admin.example", port, "0.0.0.0")).singleElement().satisfies(finding -> {
                assertThat(finding.state()).isEqualTo(CheckFinding.State.WARNING);
                assertThat(finding.message()).contains("no name server knows the host \"admin.example\" now");
            });
            assertThat(look("0.0.0.0", port, "0.0.0.0"))
                    .singleElement()
                    .extracting(CheckFinding::state)
                    .isEqualTo(CheckFinding.State.FAILED);
        });
    }

    @Test
    void look_nameThatNoNameServerKnows_warns() throws Exception {
        assertThat(look("admin.example", 1)).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(CheckFinding.State.WARNING);
            assertThat(finding.message()).contains("no name server knows the host \"admin.example\" now");
            assertThat(finding.advice()).contains("set server.admin_host");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%none", "127.0.0.300"})
    void look_addressThatIsNone_fails(String host) throws Exception {
        assertThat(look(host, 1))
                .singleElement()
                .extracting(CheckFinding::state)
                .isEqualTo(CheckFinding.State.FAILED);
    }
}
