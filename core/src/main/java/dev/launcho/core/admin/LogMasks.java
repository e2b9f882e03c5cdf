package dev.launcho.core.admin;

import dev.launcho.core.logs.LogMask;
import dev.launcho.core.store.SecretRedaction;
import java.util.Map;
import java.util.function.Supplier;

/** A supplier of the mask for the secrets that are known now; it makes a new mask when these change. Any thread. */
final class LogMasks implements Supplier<LogMask> {
    private final SecretRedaction redaction;
    private volatile Made made = new Made(Map.of(), LogMask.NONE);

    private record Made(Map<String, String> of, LogMask mask) {}

    LogMasks(SecretRedaction redaction) {
        this.redaction = redaction;
    }

    @Override
    public LogMask get() {
        Map<String, String> values = redaction.values();
        Made now = made;
        if (now.of() != values) {
            now = new Made(values, new LogMask(values));
            made = now;
        }
        return now.mask();
    }
}
