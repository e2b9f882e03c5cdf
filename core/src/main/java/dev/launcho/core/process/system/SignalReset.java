package dev.launcho.core.process.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resets the signals of children to what a program expects. Children inherit the ignored signals of a server that nohup
 * or the background of a shell has started. No shell can undo that. A JVM before 25 also starts them with SIGQUIT
 * blocked (JDK-8357683).
 */
final class SignalReset {
    private static final String OPTION = "--default-signal";
    private static final int SECONDS = 10;

    /** Signals 32 and 33, which the C library's threads use among themselves: its posix_spawn(3) makes each child ignore them. */
    private static final long RESERVED = 3L << 31;

    private SignalReset() {}

    /**
     * Tries out which signals a child gets.
     *
     * @param env the program env; that of GNU coreutils 8.31 or later can reset signals
     * @return words to put before a command; empty where they are not needed, or where no program can reset signals
     */
    static List<String> words(Optional<Path> env, Path cat, Consumer<String> warnings) throws IOException {
        List<String> odd = odd(List.of(cat.toString(), "/proc/self/status"));
        if (odd.isEmpty()) {
            return List.of();
        }
        if (env.isPresent()) {
            String program = env.get().toString();
            if (odd(List.of(program, OPTION, cat.toString(), "/proc/self/status"))
                    .isEmpty()) {
                return List.of(program, OPTION);
            }
        }
        warnings.accept("processes start with signals " + String.join(", ", odd)
                + ": no program on this machine can reset them; install GNU coreutils 8.31 or later");
        return List.of();
    }

    /** Returns each signal that a child would ignore or block; {@code unknown} if the trial failed. */
    private static List<String> odd(List<String> command) throws IOException {
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        child.getOutputStream().close();
        String status = new String(child.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        try {
            if (!child.waitFor(SECONDS, TimeUnit.SECONDS) || child.exitValue() != 0) {
                child.destroyForcibly();
                return List.of("unknown");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        return Stream.concat(signals(status, "SigIgn:", "ignored"), signals(status, "SigBlk:", "blocked"))
                .collect(Collectors.toList());
    }

    private static Stream<String> signals(String status, String field, String how) {
        List<String> signals = new ArrayList<>();
        status.lines().filter(line -> line.startsWith(field)).forEach(line -> {
            long mask = Long.parseUnsignedLong(line.substring(field.length()).trim(), 16) & ~RESERVED;
            for (int signal = 1; signal <= Long.SIZE; signal++) {
                if ((mask >> signal - 1 & 1) == 1) {
                    signals.add(signal + " " + how);
                }
            }
        });
        return signals.stream();
    }
}
