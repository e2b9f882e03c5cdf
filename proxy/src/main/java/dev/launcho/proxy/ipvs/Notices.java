package dev.launcho.proxy.ipvs;

import dev.launcho.core.traffic.LoadBalancer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what changed: the same trouble once, and that a service listens once it is over. One thread. */
final class Notices {
    private final LoadBalancer.Listener listener;
    private Map<String, String> toldFailures = Map.of();
    private Map<String, String> toldWarnings = Map.of();
    private Map<String, ServiceKey> toldListening = new HashMap<>();
    private Map<String, String> failures = new LinkedHashMap<>();
    private Map<String, String> warnings = new LinkedHashMap<>();

    Notices(LoadBalancer.Listener listener) {
        this.listener = listener;
    }

    /** The service does not listen. */
    void failed(String service, String message) {
        failures.putIfAbsent(service, message);
    }

    /** It does, but something is wrong. */
    void warned(String subject, String message) {
        warnings.putIfAbsent(subject, message);
    }

    /** At the end of a turn. */
    void tell(Wanted wanted) {
        Map<String, ServiceKey> listening = new HashMap<>();
        wanted.services().forEach((key, service) -> {
            if (!failures.containsKey(service.name())) {
                listening.put(service.name(), key);
            }
        });
        failures.forEach((service, message) -> {
            if (!message.equals(toldFailures.get(service))) {
                listener.listenFailed(service, message);
            }
        });
        listening.forEach((service, key) -> {
            if (!key.equals(toldListening.get(service))) {
                listener.listening(service);
            }
        });
        warnings.forEach((subject, message) -> {
            if (!message.equals(toldWarnings.get(subject))) {
                listener.warned(subject, message);
            }
        });
        toldFailures = failures;
        toldWarnings = warnings;
        toldListening = listening;
        failures = new LinkedHashMap<>();
        warnings = new LinkedHashMap<>();
    }
}
