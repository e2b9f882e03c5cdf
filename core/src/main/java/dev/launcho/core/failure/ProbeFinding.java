package dev.launcho.core.failure;

import java.util.function.UnaryOperator;

/** What a probe found. A new kind for which a visitor has no method does not compile. */
public sealed interface ProbeFinding {
    /** Calls the method of {@code visitor} for this kind. */
    <T> T accept(Visitor<T> visitor);

    /** Returns this finding in words, without the question. */
    String words();

    /** Returns this finding with the texts of others replaced by {@code words}. */
    default ProbeFinding saying(UnaryOperator<String> words) {
        return this;
    }

    /** Returns whether another program gets the connections to a port of the instance at this loopback literal. */
    default boolean isStrangerAt(String address) {
        return false;
    }

    /** Returns whether this server could not ask, for a shortage of its own. */
    default boolean isUnasked() {
        return false;
    }

    /** A reader of findings, with one method for each kind. */
    interface Visitor<T> {
        T accepted();

        T answered(Answered finding);

        T noHttp(NoHttp finding);

        T closed(Closed finding);

        T unconnected(Unconnected finding);

        T unasked(Unasked finding);

        T silent(Silent finding);

        T broken(Broken finding);

        T stranger(Stranger finding);

        T alive(Alive finding);

        T exited(Exited finding);

        T described(Described finding);
    }

    /** The port accepts connections. */
    record Accepted() implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.accepted();
        }

        @Override
        public String words() {
            return "accepts connections";
        }
    }

    /**
     * An HTTP answer.
     *
     * @param reason the reason phrase; may be empty
     */
    record Answered(int status, String reason) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.answered(this);
        }

        @Override
        public String words() {
            return reason.isEmpty() ? "" + status : status + " " + reason;
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> words) {
            return new Answered(status, words.apply(reason));
        }
    }

    /** An answer that is no answer of HTTP/1. */
    record NoHttp(Speaks speaks) implements ProbeFinding {
        /** The protocol of the answer. */
        public enum Speaks {
            TLS("no HTTP answer, it speaks TLS: health.scheme: https"),
            HTTP2("no HTTP answer, it speaks only HTTP/2: health.tcp or health.exec"),
            OTHER("no HTTP answer");

            private final String words;

            Speaks(String words) {
                this.words = words;
            }
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.noHttp(this);
        }

        @Override
        public String words() {
            return speaks.words;
        }
    }

    /**
     * The end of an exchange without a final answer.
     *
     * @param interim status and reason of the last interim answer; empty if there was none
     * @param endless whether there were more interim answers than any server intends to send; else it was closed
     */
    record Closed(String interim, boolean endless) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.closed(this);
        }

        @Override
        public String words() {
            String after = interim.isEmpty() ? "" : "after " + interim + " ";
            return endless ? "no final answer " + after + "in 1 MiB" : "closed " + after + "without an answer";
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> words) {
            return new Closed(words.apply(interim), endless);
        }
    }

    /** A connect that failed. */
    record Unconnected(FailureKind failure) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unconnected(this);
        }

        @Override
        public String words() {
            return failure.words();
        }
    }

    /** This server lacked what it takes to ask: that says nothing about the instance. */
    record Unasked(FailureKind shortage) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unasked(this);
        }

        @Override
        public boolean isUnasked() {
            return true;
        }

        @Override
        public String words() {
            return "not asked, " + shortage.words() + "; this counts as neither success nor failure";
        }
    }

    /**
     * No answer before the deadline.
     *
     * @param toHello whether the hello of TLS was what had no answer
     */
    record Silent(boolean toHello, long millis) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.silent(this);
        }

        @Override
        public String words() {
            return "no answer" + (toHello ? " to the TLS hello" : "") + " in " + millis + "ms";
        }
    }

    /**
     * A connection that broke before the answer, or failed in TLS.
     *
     * @param detail of the TLS library, or empty
     */
    record Broken(Cause cause, String detail) implements ProbeFinding {
        /** How it broke. */
        public enum Cause {
            RESET("reset without an answer"),
            PLAIN_HTTP("it answers plain HTTP: health.scheme: http"),
            NOT_TLS("it does not speak TLS"),
            CLOSED("closed in the TLS handshake"),
            CLIENT_CERTIFICATE("it asks for a client certificate, which no check has: health.tcp or health.exec"),
            HANDSHAKE("TLS handshake failed");

            private final String words;

            Cause(String words) {
                this.words = words;
            }

            public String words() {
                return words;
            }
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.broken(this);
        }

        @Override
        public String words() {
            return detail.isEmpty() ? cause.words : cause.words + ": " + detail;
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> words) {
            return new Broken(cause, words.apply(detail));
        }
    }

    /**
     * Another program listens on the instance's port, or did so when it answered.
     *
     * @param who in words
     * @param address the literal at which it listens; empty if nobody listens there any more
     */
    record Stranger(int port, String who, String address) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stranger(this);
        }

        @Override
        public boolean isStrangerAt(String where) {
            return address.equals(where);
        }

        @Override
        public String words() {
            return "port " + port + " is taken by " + who;
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> words) {
            return new Stranger(port, words.apply(who), address);
        }
    }

    /** Whether the command has been running for long enough. */
    record Alive(boolean enough, long millis) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.alive(this);
        }

        @Override
        public String words() {
            return enough ? "runs" : "has not run for " + millis + "ms yet";
        }
    }

    /** The command of an exec check has ended. */
    record Exited(Exit exit) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.exited(this);
        }

        @Override
        public String words() {
            boolean unable = exit.status() == Exit.CANNOT_EXECUTE || exit.status() == Exit.COMMAND_NOT_FOUND;
            return unable ? exit.describe() : "exit " + exit.status();
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> words) {
            return new Exited(exit.saying(words));
        }
    }

    /** A finding that is only a sentence: the probe itself failed, or there was none yet. */
    record Described(String words) implements ProbeFinding {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.described(this);
        }

        @Override
        public ProbeFinding saying(UnaryOperator<String> replaced) {
            return new Described(replaced.apply(words));
        }
    }
}
