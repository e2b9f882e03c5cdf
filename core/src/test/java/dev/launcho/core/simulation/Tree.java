package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import java.util.Map;
import java.util.Optional;

/** An instance as it really is, whoever knows of it. */
final class Tree {
    final InstanceId id;
    final String process;
    final Version version;
    final long pid;
    final Map<String, Integer> ports;
    final Temper temper;

    /** As the server that knows it last saw it. */
    int slot;

    /** When its command began to run. */
    long startedAt;

    long hangsAt = Agenda.NEVER;
    long faltersUntil;
    long strangerUntil;

    /** Until then it gives probes no answer at all, and they do not even time out. */
    long muteUntil;

    /** Whether its shim was killed. */
    boolean shimless;

    int kills;

    /** Whether the server has signalled it before it had ended. */
    boolean told;

    /** Whether what it has left behind lives on without it. */
    boolean stray;

    Optional<Exit> exit = Optional.empty();

    Tree(ProcessHost.Launch launch, long pid, Map<String, Integer> ports, Temper temper, long now) {
        this.id = launch.id();
        this.process = launch.spec().name();
        this.version = launch.version();
        this.slot = launch.slot();
        this.pid = pid;
        this.ports = ports;
        this.temper = temper;
        this.startedAt = now;
        if (temper.hangsIn() != Agenda.NEVER) {
            this.hangsAt = now + temper.hangsIn();
        }
    }

    boolean alive() {
        return exit.isEmpty();
    }

    boolean isMute(long now) {
        return now < muteUntil;
    }

    /** Whether a client gets an answer. */
    boolean answers(long now) {
        return alive()
                && temper.readyIn() != Agenda.NEVER
                && now >= startedAt + temper.readyIn()
                && now < hangsAt
                && now >= faltersUntil;
    }

    SurvivingInstance survivor() {
        return new SurvivingInstance(id, process, version, slot, pid, ports, exit, told);
    }

    @Override
    public String toString() {
        return process + "/" + slot + " " + id + (alive() ? "" : " (ended)");
    }
}
