package dev.launcho.core.process;

import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps this server's memory, which holds secrets, off the disk when the server crashes: it sets the limit of core
 * files to 0, see core(5). The kernel ignores that limit where it pipes cores to a program; the filter then keeps all
 * memory out of such a core.
 */
public final class CoreDumps {
    private static final Path SELF = Path.of("/proc/self");
    private static final Path FILTER = SELF.resolve("coredump_filter");
    private static final String CORE = "Max core file size";
    private static final int BLOCK = 512;
    private static final int SECONDS = 10;

    private CoreDumps() {}

    /**
     * Blocks, for milliseconds.
     *
     * @param environment the server's own
     * @param warnings receives what could not be done
     * @return the environment with the earlier settings added, which instances get
     */
    public static Map<String, String> prevent(Map<String, String> environment, Consumer<String> warnings) {
        Map<String, String> all = new HashMap<>(environment);
        long soft = SoftLimits.number(SELF, CORE, 0);
        all.putIfAbsent(SoftLimits.CORE_VARIABLE, soft == Long.MAX_VALUE ? "unlimited" : "" + soft / BLOCK);
        if (soft != 0 && !lower()) {
            warnings.accept("the kernel may write this server's memory, with its secrets, to a core file: no program on"
                    + " this machine can prevent that; start the server with the launcho script,"
                    + " or after ulimit -S -c 0");
        }
        filter().ifPresent(before -> all.put(SoftLimits.FILTER_VARIABLE, before));
        return Map.copyOf(all);
    }

    /** Lowers the limit with prlimit(1), since Java can't. */
    private static boolean lower() {
        Optional<Path> prlimit = SystemTools.program("prlimit");
        if (prlimit.isEmpty()) {
            return false;
        }
        try {
            Process lowering = new ProcessBuilder(
                            prlimit.get().toString(),
                            "--pid",
                            "" + ProcessHandle.current().pid(),
                            "--core=0:")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lowering.getOutputStream().close();
            return lowering.waitFor(SECONDS, TimeUnit.SECONDS) && SoftLimits.number(SELF, CORE, 0) == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Clears the filter. @return its earlier value; empty where the kernel has none, or this is not Linux */
    private static Optional<String> filter() {
        try {
            String before = Files.readString(FILTER).trim();
            Files.writeString(FILTER, "0");
            return Optional.of("0x" + before);
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
