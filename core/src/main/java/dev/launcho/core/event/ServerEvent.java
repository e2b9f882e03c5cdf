package dev.launcho.core.event;

import java.util.List;
import java.util.function.UnaryOperator;

/** A fact about the server itself: its home, its parts, its users. */
public sealed interface ServerEvent extends EventKind {
    /** Calls the method of {@code visitor} for this kind. */
    <T> T accept(Visitor<T> visitor);

    @Override
    default <T> T accept(EventKind.Visitor<T> visitor) {
        return visitor.server(this);
    }

    /** A reader of these kinds, with one method for each. */
    interface Visitor<T> {
        T stateDirectory(StateDirectory fact);

        T acted(Acted fact);

        T targetFault(TargetFault fact);

        T startupFallback(StartupFallback fact);

        T changeUndone(ChangeUndone fact);

        T storageFailed(StorageFailed fact);

        T fileSetAside(FileSetAside fact);

        T stateRecovered(StateRecovered fact);

        T partFailed(PartFailed fact);

        T connectionsCarried(ConnectionsCarried fact);

        T adminEndpoint(AdminEndpoint fact);

        T wrongToken(WrongToken fact);

        T wrongTokens(WrongTokens fact);

        T warned(Warned fact);
    }

    /**
     * The state directory can't be written, or can again.
     *
     * @param problem empty if it can
     */
    record StateDirectory(String problem) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stateDirectory(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new StateDirectory(words.apply(problem));
        }
    }

    /**
     * A user has changed something, or has read a secret.
     *
     * @param from the address of the request
     * @param message as the user gave it; may be empty
     * @param unknown whether the request was not answered in time, so that it may still happen
     */
    record Acted(String user, String from, UserAction action, String message, boolean unknown) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.acted(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            UserAction said = new UserAction(
                    action.operation(),
                    words.apply(action.object()),
                    words.apply(action.detail()),
                    action.revision(),
                    action.flag());
            return new Acted(words.apply(user), words.apply(from), said, words.apply(message), unknown);
        }
    }

    /**
     * A fault in the target file that the server found at its start.
     *
     * @param line from 1
     * @param column from 1
     * @param key the path to the key; empty where there is none
     * @param message what is wrong, one line
     * @param hint what to do about it; may be empty
     */
    record TargetFault(String file, int line, int column, String key, String message, String hint)
            implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.targetFault(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new TargetFault(
                    words.apply(file), line, column, words.apply(key), words.apply(message), words.apply(hint));
        }
    }

    /**
     * The server did not put in force at its start what lies in its home.
     *
     * @param revision in force instead; 0 if nothing runs
     * @param problem why the state directory can't be written; empty for other reasons
     */
    record StartupFallback(Reason reason, long revision, String problem) implements ServerEvent {
        /** Why something else is in force. */
        public enum Reason {
            TARGET_EMPTY,
            TARGET_INVALID,
            /** The target is valid, but this machine can't run it. */
            TARGET_UNSUPPORTED,
            /** A user has changed the target file by hand, and the change can't be saved as a revision. */
            TARGET_UNSAVED,
            /** Secrets have other values than those of the revision, and the change can't be saved. */
            SECRETS_UNSAVED
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.startupFallback(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new StartupFallback(reason, revision, words.apply(problem));
        }
    }

    /**
     * The last server ended in the middle of a change, and this one undid it.
     *
     * @param revision that the change would have made
     * @param problem why what it left can't be removed; empty if it was
     */
    record ChangeUndone(long revision, String problem) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.changeUndone(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new ChangeUndone(revision, words.apply(problem));
        }
    }

    /**
     * The server could not use a part of its home. It works on without it.
     *
     * @param what a file, or what it holds: {@code old logs}
     * @param consequence in words; may be empty
     */
    record StorageFailed(String what, Attempt attempt, String problem, String consequence) implements ServerEvent {
        /** What the server tried. */
        public enum Attempt {
            LIST,
            READ,
            WRITE,
            REMOVE
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.storageFailed(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new StorageFailed(words.apply(what), attempt, words.apply(problem), words.apply(consequence));
        }
    }

    /**
     * A damaged file was moved out of the way.
     *
     * @param aside its name now
     * @param consequence in words; may be empty
     */
    record FileSetAside(String file, String aside, String consequence) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.fileSetAside(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new FileSetAside(words.apply(file), words.apply(aside), words.apply(consequence));
        }
    }

    /**
     * The state file could not be read, and the state is taken from another file.
     *
     * @param lossy whether only the identity of the home is known
     */
    record StateRecovered(String from, boolean lossy) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stateRecovered(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * A part of the server failed in a way that nobody foresaw.
     *
     * @param retried whether it is tried again; else the server ends
     */
    record PartFailed(Part part, String problem, boolean retried) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.partFailed(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new PartFailed(part, words.apply(problem), retried);
        }
    }

    /**
     * The server has begun to carry connections.
     *
     * @param engine of the relay; empty for the kernel
     */
    record ConnectionsCarried(Carrier carrier, String engine) implements ServerEvent {
        /** Who moves the bytes of connections. */
        public enum Carrier {
            RELAY,
            /** The kernel, by a table that ipvsadm keeps. */
            KERNEL
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.connectionsCarried(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /**
     * The admin endpoint has other addresses than before, or one of them can't be opened.
     *
     * @param on host and port as configured
     * @param addresses those that are open
     * @param problem empty if all are open
     */
    record AdminEndpoint(String on, List<String> addresses, String problem) implements ServerEvent {
        public AdminEndpoint {
            addresses = List.copyOf(addresses);
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.adminEndpoint(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new AdminEndpoint(
                    words.apply(on), addresses.stream().map(words).toList(), words.apply(problem));
        }
    }

    /** A client tries wrong tokens at the admin endpoint. @param from its address */
    record WrongToken(String from) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.wrongToken(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new WrongToken(words.apply(from));
        }
    }

    /**
     * Clients at many addresses try wrong tokens, so that not each has an event of its own.
     *
     * @param attempts those without an event
     * @param sources the addresses that they came from (of IPv6: /64 networks), at most {@value #MOST_SOURCES}
     */
    record WrongTokens(long attempts, int sources) implements ServerEvent {
        public static final int MOST_SOURCES = 10_000;

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.wrongTokens(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return this;
        }
    }

    /** A part of the server warns of something that its message describes. */
    record Warned(Part part, String message) implements ServerEvent {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.warned(this);
        }

        @Override
        public ServerEvent saying(UnaryOperator<String> words) {
            return new Warned(part, words.apply(message));
        }
    }

    /** A part of the server. */
    enum Part {
        /** Its configuration, and the machine that it finds at its start. */
        SETUP,
        /** The host of instances. */
        HOST,
        LOGS,
        BALANCER,
        /** Work in the background that nothing waits for. */
        CHORES,
        RECONCILER,
        /** The sender of messages to receivers. */
        NOTIFY
    }
}
