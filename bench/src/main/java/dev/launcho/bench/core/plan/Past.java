package dev.launcho.bench.core.plan;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.StateReducer;
import java.util.Map;

/** Past events that bring processes into the state in which a benchmark begins. */
final class Past {
    static final Version OLD = new Version("old");

    /** A time at which everything has been stable for long. */
    static final long NOW = 10_000_000;

    private static final long START = 1_000_000;

    private Past() {}

    /** Returns a process whose instances of the old version have been ready for hours. */
    static ProcessState ready(String process, int replicas) {
        ProcessState s = ProcessState.initial(process).aimedAt(OLD);
        for (int slot = 0; slot < replicas; slot++) {
            s = ready(s, OLD, slot, START);
        }
        return s.wentLive(OLD);
    }

    static ProcessState ready(ProcessState s, Version version, int slot, long at) {
        InstanceId id = new InstanceId(s.name() + "-" + version + "-" + slot);
        ProcessState launched = StateReducer.launched(
                StateReducer.launching(s, id, version, slot, at), id, 1_000 + slot, Map.of("http", 10_000 + slot), at);
        return StateReducer.probed(
                launched, id, true, ProbeResult.described("GET /health: 200 OK"), "127.0.0.1", 3, at);
    }
}
