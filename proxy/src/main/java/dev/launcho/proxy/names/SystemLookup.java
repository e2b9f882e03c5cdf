package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/**
 * A look-up by the system, without a cache: its {@code hosts} file, DNS, and the other sources in {@code nsswitch.conf}.
 *
 * <p>By default Java caches an answer for 30 s and a failure for 10 s. If a file of the JDK says so, it caches for ever. A
 * changed address would be seen that much later. The JDK reads these times at its first look-up, so this class has to make
 * the first look-up of the program.
 */
public final class SystemLookup implements HostLookup {
    public static final HostLookup INSTANCE = new SystemLookup();

    static {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private SystemLookup() {}

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
