package dev.launcho.core.target;

import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.yaml.YamlValue;
import java.util.List;

/** Names of environment variables: what the kernel can hold, and not what Launcho sets itself. */
final class EnvNames {
    /** By this a process is found again after the server was killed. */
    private static final String MARK = "LAUNCHO_INSTANCE";

    private EnvNames() {}

    /** @param at the key in the file */
    static void check(String name, YamlValue at, List<String> received) {
        boolean ours = received.stream()
                .anyMatch(service -> ServiceSpec.portVariable(service).equals(name));
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            at.problem("can't be the name of a variable", "no \"=\", blanks or control characters");
        } else if (ours || name.equals(MARK)) {
            at.problem("is set by Launcho", "remove it");
        }
    }
}
