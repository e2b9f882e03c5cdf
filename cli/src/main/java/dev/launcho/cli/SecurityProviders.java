package dev.launcho.cli;

import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter of the JDK's security providers. TLS with a pinned certificate does not need those for smart cards, Kerberos,
 * LDAP and the like. Java would load each of them when it looks for an algorithm that no provider has.
 */
final class SecurityProviders {
    private static final List<String> OF_TLS = List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");
    private static final String KEY = "security.provider.";

    private SecurityProviders() {}

    /**
     * Removes the providers that TLS does not need; to be called before the first use of any provider. If a JDK's list
     * begins differently (with one that is bound to FIPS modules, say), it stays as it is.
     */
    static void keepThoseOfTls() {
        List<String> listed = new ArrayList<>();
        for (int i = 1; Security.getProperty(KEY + i) != null; i++) {
            listed.add(Security.getProperty(KEY + i));
        }
        if (listed.size() <= OF_TLS.size() || !listed.subList(0, OF_TLS.size()).equals(OF_TLS)) {
            return;
        }
        for (int i = OF_TLS.size() + 1; i <= listed.size(); i++) {
            Security.setProperty(
                    KEY + i, OF_TLS.get(0)); // A property can't be removed; a provider named twice counts once.
        }
    }
}
