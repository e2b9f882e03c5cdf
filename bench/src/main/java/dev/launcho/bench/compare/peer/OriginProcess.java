package dev.launcho.bench.compare.peer;

import dev.launcho.bench.compare.wire.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The origin in a process of its own, which ends when its standard input ends. */
public final class OriginProcess {
    private OriginProcess() {}

    /** Starts the process, with one thread for every four cores. */
    public static Running start(Path folder, int cores) throws IOException {
        int port = Programs.freePort();
        List<String> command = new ArrayList<>(Jvm.command());
        command.addAll(
                List.of(OriginProcess.class.getName(), String.valueOf(port), String.valueOf(Math.max(1, cores / 4))));
        return RunningProcess.start(folder, port, command);
    }

    public static void main(String[] args) throws IOException {
        Origin origin = new Origin(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        while (System.in.read() >= 0) {
            // Only the end of input matters.
        }
        origin.close();
    }
}
