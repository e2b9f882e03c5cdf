package dev.launcho.core.process.system;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ServiceSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The environment of an instance. The server's own environment does not leak into it. */
public final class InstanceEnvironment {
    public static final String MARK = "LAUNCHO_INSTANCE";

    /** Variables that an instance gets from the server's environment. */
    public static final Set<String> OF_THE_SERVER = Set.of("PATH", "LANG", "TZ", "TMPDIR");

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private InstanceEnvironment() {}

    /** @param mark value of {@link #MARK}, by which every process of the instance can be found again */
    public static Map<String, String> of(
            ProcessSpec spec,
            UserAccount account,
            Map<String, Integer> ports,
            String mark,
            Map<String, String> server) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", server.getOrDefault("PATH", PATH));
        all.put("HOME", account.home());
        all.put("USER", account.user());
        all.put("LOGNAME", account.user());
        all.put("SHELL", account.shell());
        all.put("LANG", server.getOrDefault("LANG", "C.UTF-8"));
        if (server.containsKey("TZ")) {
            all.put("TZ", server.get("TZ"));
        }
        all.put("TMPDIR", server.getOrDefault("TMPDIR", "/tmp"));
        all.putAll(spec.env());
        ports.forEach((service, port) -> all.put(ServiceSpec.portVariable(service), Integer.toString(port)));
        all.put(MARK, mark);
        return all;
    }
}
