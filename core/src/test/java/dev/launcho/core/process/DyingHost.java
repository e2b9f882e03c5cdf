package dev.launcho.core.process;

import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.ProcessTable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A host whose server dies, as by SIGKILL, after so many steps of launches. */
public final class DyingHost {
    private DyingHost() {}

    /** @param steps the last of them that it takes; it prints which that is */
    public static ProcessHost local(HostSettings settings, ProcessHost.Listener listener, int steps)
            throws IOException {
        AtomicInteger left = new AtomicInteger(steps);
        return new LocalProcessHost(settings, listener, CgroupFactory.find(settings.homeId()), step -> {
            if (left.decrementAndGet() == 0) {
                System.out.println("died after: " + step);
                System.out.flush();
                Runtime.getRuntime().halt(137);
            }
        });
    }

    /** All processes that carry the mark of an instance of this home. */
    public static java.util.List<String> marked(String homeId) {
        return new ProcessTable()
                .now().all().stream()
                        .filter(p -> !p.zombie())
                        .filter(p -> ProcFs.environment(p.pid()).stream()
                                .filter(e -> e.startsWith(InstanceEnvironment.MARK + "="))
                                .map(e -> e.substring(InstanceEnvironment.MARK.length() + 1))
                                .anyMatch(mark ->
                                        InstanceMark.instance(mark, homeId).isPresent()))
                        .map(p -> p.pid() + " " + p.name())
                        .toList();
    }
}
