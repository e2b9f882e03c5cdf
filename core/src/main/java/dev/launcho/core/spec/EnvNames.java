package dev.launcho.core.spec;

import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.yaml.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the names of one process's environment variables: the kernel must be able to hold them, and Launcho must not set them itself. */
final class EnvNames {
    /** By this variable a process is found again after the server was killed. */
    private static final String MARK = "LAUNCHO_INSTANCE";

    private final Set<String> ours = new HashSet<>(Set.of(MARK));

    EnvNames(List<String> received) {
        received.forEach(service -> ours.add(ServiceSpec.portVariable(service)));
    }

    /** Returns whether Launcho uses such a name for its own variables, whatever the process receives. */
    static boolean isOurs(String name) {
        return name.equals(MARK) || name.startsWith(ServiceSpec.PORT_VARIABLE);
    }

    /** @param at the key in the file */
    void check(String name, YamlValue at) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            at.problem("can't be the name of a variable", "it must not be empty or have a \"=\"");
        } else if (!YamlValue.fitsAProcess(name)) {
            at.problem("can't be the name of a variable", "no NUL, no half of a surrogate pair");
        } else if (ours.contains(name)) {
            at.problem("is set by Launcho", "remove it");
        }
    }
}
