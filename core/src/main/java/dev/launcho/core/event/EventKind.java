package dev.launcho.core.event;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The fact that an event reports, for programs. {@link EventSentence} makes its sentence, which is for people only. A new
 * kind for which a visitor has no method does not compile. The kinds here are about processes, instances and services;
 * those of the server itself are a {@link ServerEvent}.
 */
public sealed interface EventKind
        permits EventKind.Other,
                EventKind.Recorded,
                EventKind.InstanceEnded,
                EventKind.Launching,
                EventKind.Ready,
                EventKind.Unhealthy,
                EventKind.HealthyAgain,
                EventKind.Draining,
                EventKind.Stopping,
                EventKind.Killed,
                EventKind.Adopted,
                EventKind.WentLive,
                EventKind.GivenUp,
                EventKind.RolloutControlled,
                EventKind.Ejected,
                EventKind.Readmitted,
                EventKind.ServiceListening,
                EventKind.ServiceMoved,
                ServerEvent {
    /** The kind of an event that only its sentence describes. */
    EventKind OTHER = new Other();

    /** Calls the method of {@code visitor} for this kind. */
    <T> T accept(Visitor<T> visitor);

    /** Returns this fact with its texts replaced by {@code words}, as to hide secrets. */
    EventKind saying(UnaryOperator<String> words);

    /** Returns the end of an instance, if this is one. */
    default Optional<InstanceEnded> end() {
        return Optional.empty();
    }

    /** A reader of kinds, with one method for each. */
    interface Visitor<T> {
        T other();

        T recorded(Recorded fact);

        T instanceEnded(InstanceEnded fact);

        T launching(Launching fact);

        T ready(Ready fact);

        T unhealthy(Unhealthy fact);

        T healthyAgain(HealthyAgain fact);

        T draining(Draining fact);

        T stopping(Stopping fact);

        T killed(Killed fact);

        T adopted(Adopted fact);

        T wentLive(WentLive fact);

        T givenUp(GivenUp fact);

        T rolloutControlled(RolloutControlled fact);

        T ejected(Ejected fact);

        T readmitted(Readmitted fact);

        T serviceListening(ServiceListening fact);

        T serviceMoved(ServiceMoved fact);

        T server(ServerEvent fact);
    }

    /** A fact of no kind of its own: its event has only a sentence. */
    record Other() implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.other();
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * A kind as it was written by an earlier server, or a server of a later version.
     *
     * @param facts its members, among them its name
     */
    record Recorded(Map<String, Object> facts) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.recorded(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this; // It was written without secrets.
        }
    }

    /** An instance has ended, or never came to run. */
    record InstanceEnded(InstanceId instance, Exit exit, Circumstance circumstance) implements EventKind {
        /** How the end came about. */
        public enum Circumstance {
            BY_ITSELF,
            /** The server had asked it to stop, or killed it because it did not. */
            ASKED,
            /** No server was running to see the end. */
            UNSEEN,
            /** The server killed the instance at the server's start, since it had no valid record of the instance. */
            AT_START
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.instanceEnded(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new InstanceEnded(instance, exit.saying(words), circumstance);
        }

        @Override
        public Optional<InstanceEnded> end() {
            return Optional.of(this);
        }
    }

    /**
     * An instance is about to be launched.
     *
     * @param attempt counted up from 1
     * @param last how the last attempt ended; empty for the first
     */
    record Launching(InstanceId instance, int attempt, String last) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.launching(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new Launching(instance, attempt, words.apply(last));
        }
    }

    /**
     * An instance is ready for the first time.
     *
     * @param afterMillis since its launch began
     */
    record Ready(InstanceId instance, long afterMillis, ProbeResult probe) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.ready(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new Ready(instance, afterMillis, probe.saying(words));
        }
    }

    /** A ready instance has failed its checks. */
    record Unhealthy(InstanceId instance, ProbeResult probe) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unhealthy(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new Unhealthy(instance, probe.saying(words));
        }
    }

    /** An instance that was unhealthy passes its checks. */
    record HealthyAgain(InstanceId instance, ProbeResult probe) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.healthyAgain(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new HealthyAgain(instance, probe.saying(words));
        }
    }

    /**
     * An instance gets no more connections, and is stopped once it has none.
     *
     * @param connections those that are open
     */
    record Draining(InstanceId instance, String reason, long connections) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.draining(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new Draining(instance, words.apply(reason), connections);
        }
    }

    /** An instance is sent its stop signal. */
    record Stopping(InstanceId instance, String reason) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stopping(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new Stopping(instance, words.apply(reason));
        }
    }

    /** An instance did not stop in time and is sent SIGKILL. */
    record Killed(InstanceId instance) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.killed(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * An instance that an earlier server started is this server's now.
     *
     * @param pid of its shim
     */
    record Adopted(InstanceId instance, long pid) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.adopted(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /** All wanted instances of a process's new version are stable, and no old one is left. */
    record WentLive(Version version) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.wentLive(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * A version of a process can't become ready.
     *
     * @param next what follows, in words
     */
    record GivenUp(Version version, String cause, String next) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.givenUp(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new GivenUp(version, words.apply(cause), words.apply(next));
        }
    }

    /** A user has held or released a process. */
    record RolloutControlled(String process, Control control, String by) implements EventKind {
        /** What the user did. */
        public enum Control {
            PAUSED,
            RESUMED,
            BACKOFF_CLEARED
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.rolloutControlled(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new RolloutControlled(process, control, words.apply(by));
        }
    }

    /**
     * An instance gets no connections of a service for a while.
     *
     * @param cause why the last connect to it failed
     */
    record Ejected(InstanceId instance, String service, Duration time, FailureKind cause) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.ejected(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /** An instance that was ejected gets connections of a service again. */
    record Readmitted(InstanceId instance, String service) implements EventKind {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.readmitted(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * A service listens, or does not.
     *
     * @param detail in words; empty if it listens on every address
     */
    record ServiceListening(Listening state, String detail) implements EventKind {
        /** Where a service listens. */
        public enum Listening {
            EVERYWHERE,
            /** Some of its addresses can't be opened. */
            PARTLY,
            FAILED,
            /** It has {@code unavailable: close}, and no instance is ready. */
            CLOSED
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.serviceListening(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new ServiceListening(state, words.apply(detail));
        }
    }

    /** The host name that a service listens on has other addresses now. */
    record ServiceMoved(String on, List<String> addresses) implements EventKind {
        public ServiceMoved {
            addresses = List.copyOf(addresses);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.serviceMoved(this);
        }

        @Override
        public EventKind saying(UnaryOperator<String> words) {
            return new ServiceMoved(
                    words.apply(on), addresses.stream().map(words).toList());
        }
    }
}
