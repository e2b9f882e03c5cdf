package dev.launcho.core.model;

import dev.launcho.core.failure.Exit;
import java.util.Map;

/**
 * An instance: one running copy of a process, as the reconciler sees it. Times are milliseconds of the reconciler's
 * monotonic clock.
 *
 * @param slot index of the wanted copy that it fills; a replacement takes its predecessor's
 * @param since when its phase began
 * @param launchedAt when its preparation began
 * @param startBegan when its time to start began: when its preparation began, or with the first answer after a time in which the
 *     server could not ask
 * @param killedAt when it was last sent SIGKILL; negative = not yet
 * @param adopted whether an earlier server started it: it may be serving, though this server has not yet seen it ready
 * @param served whether clients may be connected to it: it was ready, or it drains and may have been ready under an earlier
 *     server
 * @param probeFailures in a row
 * @param drained whether no connection is left, once {@link Phase#DRAINING}
 * @param condemned whether a user asked for its replacement
 * @param address loopback literal on which its ports accept; known with the first good probe
 * @param ports leased ports by service
 * @param pid of its shim; 0 before it runs
 * @param probe result of the last probe; {@link ProbeResult#NONE} before the first
 * @param exit how it ended; meaningful once {@link Phase#EXITED}
 */
public record Instance(
        InstanceId id,
        String process,
        Version version,
        int slot,
        Phase phase,
        long since,
        long launchedAt,
        long startBegan,
        long killedAt,
        boolean adopted,
        boolean served,
        int probeFailures,
        boolean drained,
        boolean condemned,
        String address,
        Map<String, Integer> ports,
        long pid,
        ProbeResult probe,
        Exit exit) {

    private static final Exit NOT_YET = Exit.of(Exit.Stage.COMMAND, -1);

    public Instance {
        ports = Map.copyOf(ports);
    }

    public static Instance preparing(InstanceId id, String process, Version version, int slot, long now) {
        return preparing(id, process, version, slot, false, now);
    }

    private static Instance preparing(
            InstanceId id, String process, Version version, int slot, boolean adopted, long now) {
        return new Instance(
                id,
                process,
                version,
                slot,
                Phase.PREPARING,
                now,
                now,
                now,
                -1,
                adopted,
                false,
                0,
                false,
                false,
                "127.0.0.1",
                Map.of(),
                0,
                ProbeResult.NONE,
                NOT_YET);
    }

    /** Returns an instance that an earlier server has started: its health has to be probed anew. */
    public static Instance adopted(
            InstanceId id, String process, Version version, int slot, long pid, Map<String, Integer> ports, long now) {
        return preparing(id, process, version, slot, true, now)
                .running(pid, ports)
                .to(Phase.STARTING, now);
    }

    public Instance to(Phase next, long now) {
        boolean ready = next == Phase.READY;
        return new Instance(
                id,
                process,
                version,
                slot,
                next,
                now,
                launchedAt,
                startBegan,
                killedAt,
                adopted,
                served || ready || next == Phase.DRAINING,
                ready ? 0 : probeFailures,
                !ready && drained,
                condemned,
                address,
                ports,
                pid,
                probe,
                exit);
    }

    /** Returns whether it fills its slot: it is coming up or ready, and not to be replaced. */
    public boolean mayServe() {
        return phase.active() && phase != Phase.UNREADY && !condemned;
    }

    /** Returns whether it served, or may have served under an earlier server. */
    public boolean mayHaveServed() {
        return served || adopted;
    }

    /** Returns whether it may be well, but the server could not ask when it last tried. That counts neither for it nor against it. */
    public boolean isUnasked() {
        return phase.active() && phase != Phase.READY && probe.isUnasked();
    }

    /** Returns the instance with its whole time to start again. */
    public Instance startingAnew(long now) {
        return copy(now, killedAt, probeFailures, drained, condemned, address, ports, pid, probe, exit);
    }

    public Instance running(long newPid, Map<String, Integer> newPorts) {
        return copy(startBegan, killedAt, probeFailures, drained, condemned, address, newPorts, newPid, probe, exit);
    }

    public Instance probed(int failures, ProbeResult answer, String from) {
        return copy(
                startBegan,
                killedAt,
                failures,
                drained,
                condemned,
                from.isEmpty() ? address : from,
                ports,
                pid,
                answer,
                exit);
    }

    public Instance withDrained() {
        return copy(startBegan, killedAt, probeFailures, true, condemned, address, ports, pid, probe, exit);
    }

    public Instance withCondemned() {
        return copy(startBegan, killedAt, probeFailures, drained, true, address, ports, pid, probe, exit);
    }

    public Instance killed(long now) {
        return copy(startBegan, now, probeFailures, drained, condemned, address, ports, pid, probe, exit);
    }

    public Instance ended(Exit how) {
        return copy(startBegan, killedAt, probeFailures, drained, condemned, address, ports, pid, probe, how);
    }

    private Instance copy(
            long began,
            long killed,
            int failures,
            boolean isDrained,
            boolean isCondemned,
            String host,
            Map<String, Integer> leased,
            long shim,
            ProbeResult answer,
            Exit how) {
        return new Instance(
                id,
                process,
                version,
                slot,
                phase,
                since,
                launchedAt,
                began,
                killed,
                adopted,
                served,
                failures,
                isDrained,
                isCondemned,
                host,
                leased,
                shim,
                answer,
                how);
    }
}
