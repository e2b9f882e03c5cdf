package dev.launcho.core.text;

import java.util.regex.Pattern;

/**
 * The text of an IPv4 address: four decimal numbers of at most three digits. {@link java.net.InetAddress#getByName} asks a
 * name server for a text that only looks like one, such as {@code 10.0.0.256}.
 */
public final class Ipv4Text {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";
    private static final Pattern SHAPE = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private Ipv4Text() {}

    /** Returns whether a text consists of four numbers, of any size: it is no host name. */
    public static boolean hasShape(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** Returns whether a text is an address, for which Java asks no name server. */
    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
