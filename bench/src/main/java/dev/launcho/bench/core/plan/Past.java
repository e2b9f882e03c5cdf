package dev.launcho.bench.core.plan;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Ledger;
import java.util.Map;

/** How processes came to be what they are. */
final class Past {
    static final Version OLD = new Version("old");

    /** Everything has been stable for long. */
    static final long NOW = 10_000_000;

    private static final long START = 1_000_000;

    private Past() {}

    /** So many instances of the old version are ready, and have been for hours. */
    static ProcessState ready(String process, int replicas) {
        ProcessState s = ProcessState.initial(process).aimedAt(OLD);
        for (int slot = 0; slot < replicas; slot++) {
            s = ready(s, OLD, slot, START);
        }
        return s.wentLive(OLD);
    }

    static ProcessState ready(ProcessState s, Version version, int slot, long at) {
        InstanceId id = new InstanceId(s.name() + "-" + version + "-" + slot);
        ProcessState launched = Ledger.launched(
                Ledger.launching(s, id, version, slot, at), id, 1_000 + slot, Map.of("http", 10_000 + slot), at);
        return Ledger.probed(launched, id, true, "GET /health: 200 OK", "127.0.0.1", 3, at);
    }
}
