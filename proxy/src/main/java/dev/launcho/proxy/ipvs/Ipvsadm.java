package dev.launcho.proxy.ipvs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs {@code ipvsadm}, one command at a time, each killed when its time is over. One thread.
 *
 * <p>Its exit status says little (ipvsadm(8) gives none; measured: 255 for any refusal of the kernel, 2 for arguments and
 * for a kernel without IPVS), so that callers look at what it says, in the C locale.
 */
final class Ipvsadm implements AutoCloseable {
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

    /** The first in {@code path}, or where it is installed: not every root has /usr/sbin in its path. */
    static Optional<Path> find(String path) {
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "ipvsadm"))
                .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
                .findFirst();
    }

    /** @param exit -1 where it did not run to its end */
    record Outcome(int exit, String stdout, String stderr) {
        boolean ok() {
            return exit == 0;
        }

        /** {@code exit 255: No such service}, one line. */
        String problem() {
            String said = stderr.strip().replaceAll("\\s*\\n\\s*", "; ");
            return exit < 0 ? said : "exit " + exit + (said.isEmpty() ? "" : ": " + said);
        }
    }

    Outcome run(List<String> arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("LC_ALL", "C");
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

    /** A child of its own, as modprobe, may keep the pipe open for longer than it lives: nobody waits for that. */
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
