package dev.launcho.core.traffic;

/** The state of a service's address. */
public sealed interface ListeningState {
    /** Returns the state in one word, as output names it. */
    String word();

    /** Calls the method of {@code visitor} for this state. */
    <R> R accept(Visitor<R> visitor);

    /** Derives a result from a state. It has a method for each state, so a new state without a method does not compile. */
    interface Visitor<R> {
        R open(Open state);

        R opening(Opening state);

        R lookingUp(LookingUp state);

        R failed(Failed state);

        R closed(Closed state);
    }

    /** Returns one line about what keeps clients away against the target's will; empty if nothing does. */
    default String problem() {
        return "";
    }

    /** Returns one line with further detail; empty if there is none. */
    default String detail() {
        return "";
    }

    /**
     * Clients can connect.
     *
     * @param detail what is less than asked for; empty if nothing
     */
    record Open(String detail) implements ListeningState {
        @Override
        public String word() {
            return "open";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.open(this);
        }
    }

    /** The balancer has not reported anything yet. */
    record Opening() implements ListeningState {
        @Override
        public String word() {
            return "opening";
        }

        @Override
        public String problem() {
            return "not listening yet";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.opening(this);
        }
    }

    /** The host of the address is a name that is being looked up. */
    record LookingUp(String host) implements ListeningState {
        @Override
        public String word() {
            return "looking-up";
        }

        @Override
        public String problem() {
            return "waits for the address of " + host + ", no name server has answered yet";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.lookingUp(this);
        }
    }

    /** The address can't be opened; the balancer tries again. */
    record Failed(String problem) implements ListeningState {
        @Override
        public String word() {
            return "failed";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.failed(this);
        }
    }

    /** The address is closed as its target demands: no instance is ready. */
    record Closed() implements ListeningState {
        @Override
        public String word() {
            return "closed";
        }

        @Override
        public String detail() {
            return "closed: no instance ready";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closed(this);
        }
    }
}
