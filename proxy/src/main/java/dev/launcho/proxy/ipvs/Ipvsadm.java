package dev.launcho.proxy.ipvs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The program {@code ipvsadm}, run one command at a time. A command that exceeds its time limit is killed. One thread.
 *
 * <p>The exit status says little, so callers read the message, in the C locale. ipvsadm(8) documents no status; measured: 255
 * for any refusal by the kernel, 2 for wrong arguments and for a kernel without IPVS.
 */
final class Ipvsadm implements AutoCloseable {
    /** Root runs the program, so that nothing of the server's own environment gets into it. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("LC_ALL", "C", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    private static final Duration OUTPUT = Duration.ofSeconds(1);

    private final Path program;
    private final Duration timeout;
    private final ExecutorService readers;

    Ipvsadm(Path program, Duration timeout) {
        this.program = program;
        this.timeout = timeout;
        this.readers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "ipvs-output");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Finds the program in {@code path}, then in the usual folders: not every root has /usr/sbin in its path. */
    static Optional<Path> find(String path) {
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "ipvsadm"))
                .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
                .findFirst();
    }

    /** The outcome of a command. @param exit -1 if the command did not run to its end */
    record Outcome(int exit, String stdout, String stderr) {
        boolean ok() {
            return exit == 0;
        }

        /** Returns the problem in one line, as {@code exit 255: No such service}. */
        String problem() {
            String said = stderr.strip().replaceAll("\\s*\\n\\s*", "; ");
            return exit < 0 ? said : "exit " + exit + (said.isEmpty() ? "" : ": " + said);
        }
    }

    Outcome run(List<String> arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new Outcome(-1, "", program + " can't be run: " + e.getMessage());
        }
        CompletableFuture<String> stdout = read(process.getInputStream());
        CompletableFuture<String> stderr = read(process.getErrorStream());
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome(process.exitValue(), text(stdout), text(stderr));
            }
            return new Outcome(-1, "", "no answer in " + timeout.toMillis() + " ms");
        } catch (TimeoutException | ExecutionException e) {
            return new Outcome(-1, "", "its output can't be read");
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /** Reads an output on another thread: a child such as modprobe may keep the pipe open after ipvsadm has ended. */
    private CompletableFuture<String> read(InputStream in) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (in) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        return "";
                    }
                },
                readers);
    }

    private static String text(CompletableFuture<String> output)
            throws InterruptedException, ExecutionException, TimeoutException {
        return output.get(OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        readers.shutdown();
    }
}
