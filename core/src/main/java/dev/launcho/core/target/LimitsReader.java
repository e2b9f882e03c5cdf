package dev.launcho.core.target;

import dev.launcho.core.model.Limits;
import dev.launcho.core.yaml.YamlMap;

/** Reads the key {@code limits}: {@code {memory: 256M, cpu: 0.5, pids: 100, files: 1024, core: 0}}, each optional. */
final class LimitsReader {
    /** Below, not even the shell that starts the command fits. */
    private static final long LEAST_MEMORY = 4L << 20;

    private static final long MOST_BYTES = 1_000_000_000_000_000L;
    private static final int LEAST_MILLI_CPU = 10;
    private static final int MOST_MILLI_CPU = 1_024_000;

    /** PID_MAX_LIMIT of the kernel, less the shim. */
    private static final int MOST_PIDS = 4_194_303;

    private static final int MOST_FILES = 999_999_999;

    /** What a dynamic linker and a shell need to get as far as an error message. */
    private static final int LEAST_FILES = 16;

    private LimitsReader() {}

    static Limits read(YamlMap process) {
        return process.getFilled("limits")
                .flatMap(value -> value.fields("memory", "cpu", "pids", "files", "core"))
                .map(LimitsReader::limits)
                .orElse(Limits.NONE);
    }

    private static Limits limits(YamlMap fields) {
        Limits none = Limits.NONE;
        return new Limits(
                fields.get("memory")
                        .flatMap(value -> value.size(LEAST_MEMORY, MOST_BYTES))
                        .orElse(none.memory()),
                fields.get("cpu")
                        .flatMap(value -> value.thousandths(LEAST_MILLI_CPU, MOST_MILLI_CPU))
                        .orElse(none.milliCpu()),
                fields.get("pids").flatMap(value -> value.integer(1, MOST_PIDS)).orElse(none.pids()),
                fields.get("files")
                        .flatMap(value -> value.integer(LEAST_FILES, MOST_FILES))
                        .orElse(none.files()),
                fields.get("core").flatMap(value -> value.size(0, MOST_BYTES)).orElse(none.core()));
    }
}
