package dev.launcho.cli.server;

import dev.launcho.core.intent.RequestRefused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Secrets in memory. Any thread. */
final class FakeSecrets {
    private final Map<String, String> secrets = new ConcurrentSkipListMap<>();

    List<String> names() {
        return List.copyOf(secrets.keySet());
    }

    String value(String name) throws RequestRefused {
        String value = secrets.get(name);
        if (value == null) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no secret \"" + name + "\"");
        }
        return value;
    }

    boolean has(String name, String value) {
        return value.equals(secrets.get(name));
    }

    /** @return whether it is another value than before */
    boolean set(String name, String value) {
        return !value.equals(secrets.put(name, value));
    }

    void remove(String name) throws RequestRefused {
        value(name);
        secrets.remove(name);
    }
}
