package dev.launcho.cli.server.http;

import java.net.InetAddress;

/** Says what the sender of a request may do. Called on event loops: must not block. */
public interface Gate {
    Admission admit(String authorization, InetAddress from);

    /** In rising order: who may do more may do all that stands before it. */
    enum Access {
        NOTHING,
        /** Look at everything but the values of secrets. */
        READ,
        CHANGE
    }

    /** @param delayMillis how long a refusal is to be kept waiting */
    record Admission(Access access, long delayMillis) {
        public static Admission to(Access access) {
            return new Admission(access, 0);
        }

        public static Admission refused(long delayMillis) {
            return new Admission(Access.NOTHING, delayMillis);
        }
    }
}
