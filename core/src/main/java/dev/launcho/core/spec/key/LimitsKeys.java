package dev.launcho.core.spec.key;

import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.Bytes;
import dev.launcho.core.yaml.ValueShape.Decimal;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.Whole;

/** The keys below {@code limits}. */
public final class LimitsKeys {
    private static final long MOST_BYTES = 1_000_000_000_000_000L;

    /** In less than the minimum, not even the shell that starts the command fits. */
    public static final SchemaKey<Bytes> MEMORY = SchemaKey.of(
                    "memory",
                    new Bytes(4L << 20, MOST_BYTES),
                    "Memory of all processes of an instance together, like 256M or 1Gi. Above it, the kernel kills"
                            + " processes of the instance.")
            .like("256M");

    public static final SchemaKey<Decimal> CPU = SchemaKey.of(
                    "cpu",
                    new Decimal(10, 1_024_000),
                    "CPU cores: 0.5 is half of one. Above it, the instance is slowed down, not killed.")
            .like("0.5");

    /** The minimum is what runs at once while a command is started. The maximum is PID_MAX_LIMIT of the kernel, less the shim. */
    public static final SchemaKey<Whole> PIDS = SchemaKey.of(
                    "pids", new Whole(3, 4_194_303), "Processes and threads; at the limit, fork fails.")
            .like("100");

    /** The minimum is what a dynamic linker and a shell need to get as far as an error message. */
    public static final SchemaKey<Whole> FILES = SchemaKey.of(
                    "files", new Whole(16, 999_999_999), "Open descriptors of each process.")
            .like("1024");

    public static final SchemaKey<Bytes> CORE = SchemaKey.of(
                    "core", new Bytes(0, MOST_BYTES), "Size of each process's core file; 0 = none.")
            .like("0");

    public static final SchemaKey<Fields> LIMITS = SchemaKey.of(
                    "limits",
                    Fields.of(MEMORY, CPU, PIDS, FILES, CORE),
                    "What each instance may use. Default: no limits.")
            .like("{memory: 256M, cpu: 0.5}");

    private LimitsKeys() {}
}
