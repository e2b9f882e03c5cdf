package dev.launcho.cli.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class ClientQuotaTest {
    private static ClientKey client(String address, String token) {
        return new ClientKey(address, token, false);
    }

    @Test
    void take_oneTokenFromManyAddresses_getsItsShare() {
        ClientQuota quota = new ClientQuota(32, 24, 24);

        for (int i = 0; i < 24; i++) {
            assertThat(quota.take(client("10.0.0." + i, "leaked"), 1)).isPresent();
        }

        assertThat(quota.take(client("10.0.0.99", "leaked"), 1)).isEmpty();
        assertThat(quota.take(client("10.0.0.99", "other"), 1)).isPresent();
    }

    @Test
    void take_oneAddressWithManyTokens_getsItsShare() {
        ClientQuota quota = new ClientQuota(32, 2, 24);

        assertThat(quota.take(client("10.0.0.1", "a"), 1)).isPresent();
        assertThat(quota.take(client("10.0.0.1", "b"), 1)).isPresent();
        assertThat(quota.take(client("10.0.0.1", "c"), 1)).isEmpty();
    }

    @Test
    void take_manyTokens_leaveWhatIsKeptForTheOwner() {
        ClientQuota quota = new ClientQuota(16, 16, 8, 4);
        for (int i = 0; i < 12; i++) {
            assertThat(quota.take(client("10.0.0." + i, "t" + i), 1)).isPresent();
        }

        assertThat(quota.take(client("10.0.0.99", "t99"), 1)).isEmpty();
        for (int i = 0; i < 4; i++) {
            assertThat(quota.take(new ClientKey("10.0.0.99", "admin", true), 1)).isPresent();
        }
        assertThat(quota.take(new ClientKey("10.0.0.99", "admin", true), 1)).isEmpty();
    }

    @Test
    void close_twice_givesBackOnce() {
        ClientQuota quota = new ClientQuota(2, 2, 2);
        ClientQuota.Share share = quota.take(client("a", "t"), 1).orElseThrow();
        assertThat(quota.take(client("a", "t"), 1)).isPresent();

        share.close();
        share.close();

        assertThat(quota.take(client("a", "t"), 1)).isPresent();
        assertThat(quota.take(client("a", "t"), 1)).isEmpty();
    }
}
