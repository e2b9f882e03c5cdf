package dev.launcho.proxy.ipvs;

import dev.launcho.core.traffic.LoadBalancer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The notices to the listener, only on a change: a problem once, and once that a service listens again. One thread. */
final class TroubleNotices {
    private final LoadBalancer.Listener listener;
    private Map<String, String> toldFailures = Map.of();
    private Map<String, String> toldWarnings = Map.of();
    private Map<String, ServiceKey> toldListening = new HashMap<>();
    private Set<String> toldClosed = Set.of();
    private Map<String, String> failures = new LinkedHashMap<>();
    private Map<String, String> warnings = new LinkedHashMap<>();

    TroubleNotices(LoadBalancer.Listener listener) {
        this.listener = listener;
    }

    /** The service does not listen. */
    void failed(String service, String message) {
        failures.putIfAbsent(service, message);
    }

    /** The service listens, but something is wrong. */
    void warned(String subject, String message) {
        warnings.putIfAbsent(subject, message);
    }

    /** Sends the notices of a turn; called at its end. */
    void tell(DesiredTable wanted) {
        Map<String, ServiceKey> listening = new HashMap<>();
        Set<String> closed = new HashSet<>();
        wanted.services().forEach((key, service) -> {
            if (!failures.containsKey(service.name())) {
                if (service.open()) {
                    listening.put(service.name(), key);
                } else {
                    closed.add(service.name());
                }
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
        closed.stream().filter(service -> !toldClosed.contains(service)).forEach(listener::closed);
        warnings.forEach((subject, message) -> {
            if (!message.equals(toldWarnings.get(subject))) {
                listener.warned(subject, message);
            }
        });
        toldFailures = failures;
        toldWarnings = warnings;
        toldListening = listening;
        toldClosed = closed;
        failures = new LinkedHashMap<>();
        warnings = new LinkedHashMap<>();
    }
}
