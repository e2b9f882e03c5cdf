package dev.launcho.core.spec;

import dev.launcho.core.model.Limits;
import dev.launcho.core.spec.key.LimitsKeys;
import dev.launcho.core.yaml.YamlMap;

/** Reads the key {@code limits}: {@code {memory: 256M, cpu: 0.5, pids: 100, files: 1024, core: 0}}, each optional. */
final class LimitsReader {
    private LimitsReader() {}

    static Limits read(YamlMap process) {
        return process.fields(LimitsKeys.LIMITS).map(LimitsReader::limits).orElse(Limits.NONE);
    }

    private static Limits limits(YamlMap fields) {
        Limits none = Limits.NONE;
        return new Limits(
                fields.bytes(LimitsKeys.MEMORY).orElse(none.memory()),
                fields.decimal(LimitsKeys.CPU).orElse(none.milliCpu()),
                fields.whole(LimitsKeys.PIDS).orElse(none.pids()),
                fields.whole(LimitsKeys.FILES).orElse(none.files()),
                fields.bytes(LimitsKeys.CORE).orElse(none.core()));
    }
}
