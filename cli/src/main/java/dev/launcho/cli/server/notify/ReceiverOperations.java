package dev.launcho.cli.server.notify;

import dev.launcho.cli.protocol.ReceiverAnswer;
import dev.launcho.cli.protocol.ReceiverView;
import java.util.List;

/** What users can do with receivers of messages. Any thread. */
public interface ReceiverOperations {
    /** Of a server without receivers. */
    ReceiverOperations NONE = new ReceiverOperations() {
        @Override
        public List<ReceiverView> list() {
            return List.of();
        }

        @Override
        public List<ReceiverAnswer> test(int number) {
            return List.of();
        }
    };

    List<ReceiverView> list();

    /**
     * Sends a test message, once and at once, and waits for the answers: ten seconds at most.
     *
     * @param number of the receiver, from 1; 0 for all
     */
    List<ReceiverAnswer> test(int number) throws InterruptedException;
}
