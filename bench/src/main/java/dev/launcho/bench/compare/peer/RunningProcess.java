package dev.launcho.bench.compare.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A started process with its children. A shutdown hook ends it with this process. */
final class RunningProcess implements Running {
    private static final long START_SECONDS = 20;
    private static final long END_SECONDS = 3;

    private final Process process;
    private final BufferedReader answers;
    private final int port;
    private final boolean collects;
    private final Thread ending;

    private RunningProcess(Process process, int port, boolean collects) {
        this.process = process;
        this.port = port;
        this.collects = collects;
        this.answers = process.inputReader();
        this.ending = new Thread(this::end);
    }

    /** Starts a process. @throws PeerUnavailable if it does not accept connections; with its last line of output */
    static RunningProcess start(Path folder, int port, List<String> command) throws IOException {
        Path said = folder.resolve("stderr");
        Process process =
                new ProcessBuilder(command).redirectError(said.toFile()).start();
        RunningProcess running = new RunningProcess(process, port, command.contains(BalancerMain.class.getName()));
        Runtime.getRuntime().addShutdownHook(running.ending);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!accepts(port)) {
            if (running.endsSoon() || System.nanoTime() > deadline) {
                running.close();
                throw new PeerUnavailable("%s does not start: %s"
                        .formatted(Path.of(command.get(0)).getFileName(), lastLine(said)));
            }
        }
        return running;
    }

    /** Waits for a moment, and returns whether the process has ended. */
    private boolean endsSoon() throws IOException {
        try {
            return process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public double cpuSeconds() throws IOException {
        double sum = 0;
        for (ProcessHandle each : all()) {
            sum += Proc.cpuSeconds(each.pid());
        }
        return sum;
    }

    @Override
    public long residentBytes() throws IOException {
        if (collects) {
            process.outputWriter().append('\n').flush();
            answers.readLine();
        }
        long sum = 0;
        for (ProcessHandle each : all()) {
            sum += Proc.residentBytes(each.pid());
        }
        return sum;
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(ending);
    }

    private void end() {
        List<ProcessHandle> all = all();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException stopped) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private static boolean accepts(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1);
    }
}
