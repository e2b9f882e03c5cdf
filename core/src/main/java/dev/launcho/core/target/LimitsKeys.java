package dev.launcho.core.target;

import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.Bytes;
import dev.launcho.core.yaml.Shape.Decimal;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.Whole;

/** The keys below {@code limits}. */
final class LimitsKeys {
    private static final long MOST_BYTES = 1_000_000_000_000_000L;

    /** Below the least, not even the shell that starts the command fits. */
    static final Key<Bytes> MEMORY = Key.of(
                    "memory",
                    new Bytes(4L << 20, MOST_BYTES),
                    "Memory of all processes of an instance together, as 256M or 1Gi. Who goes over it is killed.")
            .like("256M");

    static final Key<Decimal> CPU = Key.of(
                    "cpu", new Decimal(10, 1_024_000), "Cores: 0.5 is half of one. It is slowed down, not killed.")
            .like("0.5");

    /** The most is PID_MAX_LIMIT of the kernel, less the shim. */
    static final Key<Whole> PIDS = Key.of(
                    "pids", new Whole(1, 4_194_303), "Processes and threads; at the limit, fork fails.")
            .like("100");

    /** The least is what a dynamic linker and a shell need to get as far as an error message. */
    static final Key<Whole> FILES = Key.of("files", new Whole(16, 999_999_999), "Open descriptors of each process.")
            .like("1024");

    static final Key<Bytes> CORE = Key.of(
                    "core", new Bytes(0, MOST_BYTES), "Size of each process's core file; 0 = none.")
            .like("0");

    static final Key<Fields> LIMITS = Key.of(
                    "limits",
                    Fields.of(MEMORY, CPU, PIDS, FILES, CORE),
                    "What each instance may use. Default: no limits.")
            .like("{memory: 256M, cpu: 0.5}");

    private LimitsKeys() {}
}
