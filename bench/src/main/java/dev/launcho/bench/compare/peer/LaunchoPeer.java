package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Launcho's load balancer, without the rest of the server. */
record LaunchoPeer(String engine, boolean frugal) implements Peer {
    /** The prefix of the system property with more flags for its JVM, such as for a profile. */
    private static final String MORE_FLAGS = "launcho.compare.java";

    @Override
    public String name() {
        return engine;
    }

    @Override
    public String title() {
        return "Launcho, " + engine;
    }

    @Override
    public boolean warmsUp() {
        return true;
    }

    /** Turns the second compiler off: it takes tens of megabytes at any time, which would count for the connections. */
    @Override
    public Peer withSteadyMemory() {
        return new LaunchoPeer(engine, true);
    }

    @Override
    public Running start(Path folder, int originPort, int cores) throws IOException {
        int port = Programs.freePort();
        String[] flags = Stream.of(
                        "-XX:ActiveProcessorCount=" + cores,
                        frugal ? "-XX:TieredStopAtLevel=1" : "",
                        System.getProperty(MORE_FLAGS + "." + engine, ""))
                .flatMap(each -> Stream.of(each.split(" ")))
                .filter(flag -> !flag.isBlank())
                .toArray(String[]::new);
        List<String> command = new ArrayList<>(Jvm.command(flags));
        command.addAll(List.of(BalancerMain.class.getName(), engine, String.valueOf(port), String.valueOf(originPort)));
        return RunningProcess.start(folder, port, command);
    }
}
