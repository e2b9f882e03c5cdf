package dev.launcho.cli.chaos;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** kill(1), for what Java can't send. */
final class Signal {
    private Signal() {}

    static void send(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        kill.waitFor(10, TimeUnit.SECONDS);
    }
}
