package dev.launcho.core.process.tree;

import dev.launcho.core.disk.SystemPrograms;
import dev.launcho.core.process.kernel.ProcFs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends signals, after comparing the start time of each process once more. */
public final class SignalSender {
    private SignalSender() {}

    public static void send(String signal, List<ProcFs.Stat> to) {
        List<Long> pids = new ArrayList<>();
        for (ProcFs.Stat p : to) {
            Optional<ProcFs.Stat> same = ProcFs.stat(p.pid()).filter(s -> s.startTicks() == p.startTicks());
            same.ifPresent(s -> pids.add(s.pid()));
        }
        switch (signal) {
            case "KILL" -> pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            case "TERM" -> pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
            default -> kill(signal, pids);
        }
    }

    /** Java knows only SIGTERM and SIGKILL; the shell's built-in sends the others. */
    private static void kill(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of(SystemPrograms.path("sh"), "-c", "kill -s \"$0\" \"$@\"", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noShell) {
            pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
        }
    }
}
