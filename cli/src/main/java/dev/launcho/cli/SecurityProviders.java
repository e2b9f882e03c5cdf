package dev.launcho.cli;

import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out the providers of security services (smart cards, Kerberos, LDAP, ...) that TLS with a pinned certificate has
 * no use for: Java would load each of them when it looks for an algorithm that none has.
 */
final class SecurityProviders {
    private static final List<String> OF_TLS = List.of("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE");
    private static final String KEY = "security.provider.";

    private SecurityProviders() {}

    /**
     * Before the first use of any. Where a JDK comes with another beginning of the list (one that is bound to FIPS
     * modules, say), it is left as it is.
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
                    KEY + i, OF_TLS.get(0)); // Properties can't be taken away; what is named twice counts once.
        }
    }
}
