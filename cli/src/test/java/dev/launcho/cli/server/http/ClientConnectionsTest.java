package dev.launcho.cli.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.server.quota.ClientKey;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A crowd of clients without a token closes connections of its own network only. */
@Tag("attack")
class ClientConnectionsTest {
    private static final int PLACES = 320;

    private final ClientConnections connections = new ClientConnections();

    private Channel arrive(String from) throws UnknownHostException {
        SocketAddress address = new InetSocketAddress(InetAddress.getByName(from), 40_000);
        Channel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter()) {
            @Override
            protected SocketAddress remoteAddress0() {
                return address;
            }
        };
        connections.arrived(channel);
        return channel;
    }

    private List<Channel> arrive(String network, int count) throws UnknownHostException {
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            channels.add(arrive(network + (i % 250 + 2)));
        }
        return channels;
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 127.0.0.", "2001:db8:1::1, 2001:db8:2::"})
    void arrived_aCrowdFromOneNetwork_leavesAClientOfAnother(String other, String network) throws Exception {
        Channel admin = arrive(other);

        List<Channel> crowd = arrive(network, 2 * PLACES);

        assertThat(admin.isOpen()).isTrue();
        assertThat(crowd).filteredOn(Channel::isOpen).hasSize(256);
    }

    /** A client with two connections is no crowd. */
    @Test
    void arrived_aClientOfEachOfManyNetworks_closesTheOldest() throws Exception {
        List<Channel> crowd = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            crowd.add(arrive("2001:db8:" + Integer.toHexString(i) + "::1"));
        }
        Channel first = arrive("192.0.2.1");
        Channel second = arrive("192.0.2.1");
        crowd.add(arrive("2001:db8:ffff::1"));

        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(crowd.subList(0, 3)).noneMatch(Channel::isOpen);
        assertThat(crowd.subList(3, crowd.size())).allMatch(Channel::isOpen);
    }

    @Test
    void arrived_twoCrowdsThatTakeAllPlaces_closeTheirOwnOldest() throws Exception {
        Channel admin = arrive("192.0.2.1");
        List<Channel> first = arrive("127.0.0.", 250);
        List<Channel> second = new ArrayList<>();

        for (int i = 0; i < PLACES; i++) {
            second.add(arrive("198.51.100.1"));
        }

        assertThat(admin.isOpen()).isTrue();
        assertThat(first).filteredOn(Channel::isOpen).hasSizeBetween(159, 160).endsWith(first.get(249));
        assertThat(second).filteredOn(Channel::isOpen).hasSizeBetween(159, 160).endsWith(second.get(PLACES - 1));
        assertThat(first.get(0).isOpen()).isFalse();
    }

    @Test
    void arrived_asManyNetworksAsPlaces_replacesTheOldest() throws Exception {
        List<Channel> crowd = arrive("192.0.2.", 250);
        crowd.addAll(arrive("198.51.100.", PLACES - 250));

        Channel again = arrive("198.51.100.2");

        assertThat(again.isOpen()).isTrue();
        assertThat(crowd).filteredOn(channel -> !channel.isOpen()).containsExactly(crowd.get(0));
    }

    @Test
    void admitted_withAToken_takesNoPlaceOfThoseWithout() throws Exception {
        Channel admin = arrive("192.0.2.1");
        ClientKey owner = new ClientKey("192.0.2.1", "", true);

        assertThat(connections.admitted(admin, RequestAuthenticator.Access.CHANGE, owner))
                .isTrue();
        List<Channel> crowd = arrive("192.0.2.", PLACES);

        assertThat(admin.isOpen()).isTrue();
        assertThat(crowd).allMatch(Channel::isOpen);
    }
}
