package dev.launcho.proxy.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final FakeLookup server = new FakeLookup();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger changes = new AtomicInteger();
    private final HostNames names =
            new HostNames(server, new HostNames.Pace(REFRESH, RETRY, PATIENCE), nanos::get, changes::incrementAndGet);

    @AfterEach
    void close() {
        server.close();
        names.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void awaitAnswer(String host, NameAnswer answer) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(names.answer(host)).isEqualTo(answer));
    }

    private static NameAnswer known(String... addresses) {
        return new NameAnswer.Known(
                Arrays.stream(addresses).map(HostNamesTest::address).toList(), false);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answer_literalOrLocalhost_asksNobody() {
        server.silent();

        assertThat(names.answer("10.1.2.3")).isEqualTo(known("10.1.2.3"));
        assertThat(names.answer("::1")).isEqualTo(known("::1"));
        assertThat(((NameAnswer.Known) names.answer("LocalHost.")).addresses())
                .startsWith(address("127.0.0.1"))
                .allMatch(InetAddress::isLoopbackAddress);
        assertThat(server.underWay()).isZero();
        assertThat(names.hosts()).isEmpty();
    }

    @Test
    void answer_badLiteral_isNotKnown() {
        assertThat(names.answer("fe80::1%no-such-zone")).isEqualTo(new NameAnswer.Failed(false));
    }

    /** The JDK would ask a name server, on the caller's thread. */
    @Test
    void answer_numbersThatAreNoAddress_asksNobody() {
        for (String host : List.of("10.0.0.256", "127.0.0.300", "1.2.3.1000")) {
            assertThat(names.answer(host)).isEqualTo(new NameAnswer.Failed(false));
            assertThatThrownBy(() -> LocalHosts.addresses(host))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageStartingWith(host + " is no IPv4 address");
        }
        assertThat(names.hosts()).isEmpty();
    }

    @Test
    void answer_known_ipv4First_inOneOrder() throws UnknownHostException {
        server.host("db", "::2", "10.0.0.200", "10.0.0.3", "10.0.0.3");

        // Another thread looks it up, and may be as fast as this one.
        assertThat(names.answer("db")).isIn(new NameAnswer.Pending(), known("10.0.0.3", "10.0.0.200", "::2"));
        awaitAnswer("db", known("10.0.0.3", "10.0.0.200", "::2"));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes).hasValue(1));
    }

    /** Blocked names are often answered so; a service of that name is not meant to be open everywhere. */
    @Test
    void answer_wildcard_isNoAddress() throws UnknownHostException {
        server.host("ads", "0.0.0.0", "::");

        awaitAnswer("ads", new NameAnswer.Failed(false));
    }

    /** An AAAA record may hold it: the kernel takes it for every address of the machine. */
    @Test
    void answer_mappedWildcard_isNoAddress() throws UnknownHostException {
        server.addresses("ads", List.of(mapped(0, 0, 0, 0)));
        server.addresses("db", List.of(mapped(10, 0, 0, 1)));

        awaitAnswer("ads", new NameAnswer.Failed(false));
        awaitAnswer("db", known("10.0.0.1"));
    }

    private static InetAddress mapped(int... v4) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        for (int i = 0; i < v4.length; i++) {
            bytes[12 + i] = (byte) v4[i];
        }
        return Inet6Address.getByAddress(null, bytes, -1);
    }

    @Test
    void answer_thousandsOfAddresses_isTheFirst64() throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }
        server.addresses("many", all);

        awaitAnswer("many", new NameAnswer.Known(all.subList(0, 64), false));
    }

    @Test
    void answer_unknown_isAskedForAgain() throws UnknownHostException {
        awaitAnswer("db", new NameAnswer.Failed(false));
        server.host("db", "10.0.0.1");
        pass(RETRY.minusMillis(1));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Failed(false));

        pass(Duration.ofMillis(1));

        awaitAnswer("db", known("10.0.0.1"));
    }

    /** As when a user may have no more processes: Java throws an OutOfMemoryError then. */
    @Test
    void answer_noThreadForTheLookup_isAskedForAgain() throws UnknownHostException {
        AtomicInteger lacking = new AtomicInteger(1);
        try (HostNames poor = new HostNames(
                server, new HostNames.Pace(REFRESH, RETRY, PATIENCE), nanos::get, changes::incrementAndGet, task -> {
                    if (lacking.getAndDecrement() > 0) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return new Thread(task);
                })) {
            server.host("db", "10.0.0.1");
            assertThat(poor.answer("db")).isEqualTo(new NameAnswer.Failed(false));

            pass(RETRY);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(poor.answer("db")).isEqualTo(known("10.0.0.1")));
        }
    }

    @Test
    void answer_silent_pendingForItsPatience() {
        server.silent();

        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Pending());
        await().atMost(SOON).until(() -> server.underWay() == 1);
        pass(PATIENCE.minusMillis(1));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Pending());
        pass(Duration.ofMillis(1));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Failed(true));
    }

    /** The system says no after having waited in vain: that is no answer. */
    @Test
    void answer_silentResolverGivesUp_isSilent() {
        server.silent();
        names.answer("db");
        await().atMost(SOON).until(() -> server.underWay() == 1);
        pass(PATIENCE);

        server.close();

        await().atMost(SOON).until(() -> server.underWay() == 0);
        awaitAnswer("db", new NameAnswer.Failed(true));
    }

    @Test
    void answer_otherAddress_isFollowed() throws UnknownHostException {
        server.host("db", "10.0.0.1");
        awaitAnswer("db", known("10.0.0.1"));

        server.host("db", "10.0.0.2");
        assertThat(names.answer("db")).isEqualTo(known("10.0.0.1"));
        pass(REFRESH);

        awaitAnswer("db", known("10.0.0.2"));
        await().atMost(SOON).untilAsserted(() -> assertThat(changes).hasValue(2));
    }

    @Test
    void answer_goneLater_keepsTheLast_andSaysSoAfterThree() throws UnknownHostException {
        server.host("db", "10.0.0.1");
        awaitAnswer("db", known("10.0.0.1"));
        server.host("db");
        NameAnswer failing = new NameAnswer.Known(List.of(address("10.0.0.1")), true);

        for (int i = 1; i <= 3; i++) {
            assertThat(names.answer("db")).isEqualTo(known("10.0.0.1"));
            pass(REFRESH);
            names.answer("db");
            await().atMost(SOON).until(() -> !names.isUnderWay("db"));
        }
        assertThat(names.answer("db")).isEqualTo(failing);

        server.host("db", "10.0.0.1");
        pass(REFRESH);
        awaitAnswer("db", known("10.0.0.1"));
    }

    /** A look-up can't be ended, so that each silent name keeps a thread for as long as the system's resolver likes. */
    @Test
    void answer_manySilent_boundedThreads_oneForEachHost() {
        server.silent();

        for (int i = 0; i < 600; i++) {
            names.answer("silent" + i % 300);
        }

        await().atMost(SOON).until(() -> server.underWay() == HostNames.MOST_THREADS);
        assertThat(names.hosts()).hasSize(300);
    }

    /** Nobody has been asked for it yet. */
    @Test
    void answer_waitsForAThread_staysPending_thenHasAllItsPatience() {
        server.silent();
        for (int i = 0; i < HostNames.MOST_THREADS; i++) {
            names.answer("silent" + i);
        }
        await().atMost(SOON).until(() -> server.underWay() == HostNames.MOST_THREADS);
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Pending());

        pass(PATIENCE.multipliedBy(2));

        assertThat(names.answer("silent0")).isEqualTo(new NameAnswer.Failed(true));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Pending());

        server.answerOne();

        await().atMost(SOON).until(() -> server.isUnderWay("db"));
        pass(PATIENCE.minusMillis(1));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Pending());
        pass(Duration.ofMillis(1));
        assertThat(names.answer("db")).isEqualTo(new NameAnswer.Failed(true));
    }

    @Test
    void keep_others_areForgotten() {
        names.answer("a");
        names.answer("b");

        names.keep(Set.of("b", "c"));

        assertThat(names.hosts()).containsExactly("b");
    }

    /** Java remembers answers, for 30 s or for ever; a change would be seen that much later. */
    @Test
    void systemLookup_nothingIsRemembered() {
        assertThat(SystemLookup.INSTANCE).isNotNull();
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("0");
        assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("0");
    }
}
