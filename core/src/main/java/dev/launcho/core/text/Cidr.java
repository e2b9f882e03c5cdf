package dev.launcho.core.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. An IPv4-mapped IPv6 address ({@code
 * ::ffff:10.0.0.1}) counts as the IPv4 address, both in networks and in the addresses that are looked up.
 *
 * @param network its first address
 * @param prefix how many leading bits its addresses share; 0 to 32 or 128
 */
public record Cidr(InetAddress network, int prefix) {
    private static final Pattern SHAPE = Pattern.compile("([^/%]+)(?:/([0-9]{1,3}))?");
    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+");
    private static final int MAPPED = 96;

    /**
     * Reads {@code ADDRESS/PREFIX}, or an address alone, which is a network of its own. No name is resolved.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Cidr parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32");
        }
        String written = shape.group(1);
        InetAddress address = literal(written);
        int bits = 8 * address.getAddress().length;
        boolean mapped = bits == 32 && written.indexOf(':') >= 0;
        int most = mapped ? 128 : bits;
        int prefix = shape.group(2) == null ? most : Integer.parseInt(shape.group(2));
        int least = mapped ? MAPPED : 0;
        if (prefix < least || prefix > most) {
            throw new IllegalArgumentException("the prefix of " + written + " has to be from " + least + " to " + most);
        }
        Cidr cidr = new Cidr(address, mapped ? prefix - MAPPED : prefix);
        InetAddress first = cidr.first();
        if (!first.equals(address)) {
            throw new IllegalArgumentException(
                    "bits are set behind the prefix; the network is " + new Cidr(first, cidr.prefix));
        }
        return cidr;
    }

    public boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = unmapped(address.getAddress());
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (own[i] != other[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (own[whole] ^ other[whole]) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }

    private static InetAddress literal(String text) {
        boolean good = V4.matcher(text).matches() || V6.matcher(text).matches();
        try {
            // Text in brackets is read as a literal or refused, but never resolved.
            return InetAddress.getByName(!good ? "[]" : text.indexOf(':') >= 0 ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected ADDRESS/PREFIX, like 10.0.0.0/8 or 2001:db8::/32", e);
        }
    }

    private InetAddress first() {
        byte[] bytes = network.getAddress();
        for (int bit = prefix; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every address has 4 or 16 bytes", e);
        }
    }

    /** Turns an IPv4-mapped address into IPv4. The JDK does this itself, but not for addresses with a scope. */
    private static byte[] unmapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return address;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return address;
            }
        }
        return new byte[] {address[12], address[13], address[14], address[15]};
    }
}
