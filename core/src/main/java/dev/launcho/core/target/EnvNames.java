package dev.launcho.core.target;

import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.yaml.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of one process's environment variables: what the kernel can hold, and not what Launcho sets itself. */
final class EnvNames {
    /** By this a process is found again after the server was killed. */
    private static final String MARK = "LAUNCHO_INSTANCE";

    private final Set<String> ours = new HashSet<>(Set.of(MARK));

    EnvNames(List<String> received) {
        received.forEach(service -> ours.add(ServiceSpec.portVariable(service)));
    }

    /** Whether it is a name of those that Launcho gives to its own variables, whatever the process receives. */
    static boolean isOurs(String name) {
        return name.equals(MARK) || name.startsWith(ServiceSpec.PORT_VARIABLE);
    }

    /** @param at the key in the file */
    void check(String name, YamlValue at) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            at.problem("can't be the name of a variable", "no \"=\", blanks or control characters");
        } else if (ours.contains(name)) {
            at.problem("is set by Launcho", "remove it");
        }
    }
}
