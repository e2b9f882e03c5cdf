package dev.launcho.proxy;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the balancer told, in order: {@code listening web}, {@code failed web: why}, {@code drained a}. */
public final class Told implements LoadBalancer.Listener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void listening(String service) {
        lines.add("listening " + service);
    }

    @Override
    public void listenFailed(String service, String message) {
        lines.add("failed " + service + ": " + message);
    }

    @Override
    public void listeningPartly(String service, String detail) {
        lines.add("partly " + service + ": " + detail);
    }

    @Override
    public void closed(String service) {
        lines.add("closed " + service);
    }

    @Override
    public void lookingUp(String service, String host) {
        lines.add("looking up " + host + " for " + service);
    }

    @Override
    public void moved(String service, HostPort on, List<String> addresses) {
        lines.add("moved " + service + ", " + on + ": " + String.join(", ", addresses));
    }

    @Override
    public void drained(InstanceId instance) {
        lines.add("drained " + instance);
    }

    @Override
    public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
        lines.add("ejected " + instance + " from " + service + " for " + time.toSeconds() + "s: " + cause);
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        lines.add("readmitted " + instance + " to " + service);
    }

    @Override
    public void warned(String subject, String message) {
        lines.add("warned " + subject + ": " + message);
    }

    public List<String> lines() {
        return lines;
    }

    List<String> drained() {
        return lines.stream().filter(line -> line.startsWith("drained")).toList();
    }

    void clear() {
        lines.clear();
    }
}
