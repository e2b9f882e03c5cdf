package dev.launcho.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 127.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:10.0.0.7, 10.0.0.7, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
    })
    void contains_address_isInItsNetworkOnly(String network, String address, boolean inside)
            throws UnknownHostException {
        assertThat(Cidr.parse(network).contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @Test
    void contains_v4MappedBytesWithAScope_isTheV4Address() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        InetAddress address = java.net.Inet6Address.getByAddress(null, mapped, 0);

        assertThat(address.getAddress()).hasSize(16);
        assertThat(Cidr.parse("10.0.0.0/8").contains(address)).isTrue();
        assertThat(Cidr.parse("::/0").contains(address)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33, the prefix of 10.0.0.0 has to be from 0 to 32",
        "'::/129', 'the prefix of :: has to be from 0 to 128'",
        "'::ffff:10.0.0.0/95', 'the prefix of ::ffff:10.0.0.0 has to be from 96 to 128'",
        "10.0.0.5/8, bits are set behind the prefix; the network is 10.0.0.0/8",
        "'2001:db8::1/32', 'bits are set behind the prefix; the network is 2001:db8:0:0:0:0:0:0/32'",
        "10.0.0/8, 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "10.0.0.256/8, 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "10.0.0.0/, 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "10.0.0.0/-1, 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "localhost, 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "'fe80::1%eth0/64', 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "':::/8', 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
        "'', 'expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32'",
    })
    void parse_noNetwork_saysWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> Cidr.parse(text)).hasMessage(message);
    }
}
