package dev.launcho.core.process;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.util.Map;
import java.util.Optional;

/**
 * An instance that an earlier server had started.
 *
 * @param pid the pid of its shim
 * @param ports the ports leased for it, by service
 * @param ended how it ended while no server ran; empty if the instance still runs. Its record is kept until it is
 *     forgotten.
 * @param asked whether that server had asked it to stop
 */
public record SurvivingInstance(
        InstanceId id,
        String process,
        Version version,
        int slot,
        long pid,
        Map<String, Integer> ports,
        Optional<Exit> ended,
        boolean asked) {
    public SurvivingInstance {
        ports = Map.copyOf(ports);
    }

    /** Makes a survivor that nobody has asked to stop. */
    public SurvivingInstance(
            InstanceId id,
            String process,
            Version version,
            int slot,
            long pid,
            Map<String, Integer> ports,
            Optional<Exit> ended) {
        this(id, process, version, slot, pid, ports, ended, false);
    }
}
