package dev.launcho.cli.protocol;

import java.time.Instant;
import java.util.List;

/**
 * A view of a receiver of messages, without its secrets.
 *
 * @param number its place in {@code server.notify}, from 1
 * @param url scheme, host and port only
 * @param on words of the kinds of messages that it gets
 * @param template {@code json}, {@code slack} or {@code discord}
 * @param signed whether its messages are signed
 * @param state {@code ok} or {@code failing}
 * @param problem why the last attempt failed; empty if it did not
 * @param since when it began to fail; {@link Instant#EPOCH} if it does not
 * @param queued messages that wait
 * @param sent messages that were delivered since the server's start; so are the next two
 * @param failed messages that were given up: refused, or an hour old
 * @param dropped messages that were dropped, since too many waited
 */
public record ReceiverView(
        int number,
        String url,
        List<String> on,
        String template,
        boolean signed,
        String state,
        String problem,
        Instant since,
        int queued,
        long sent,
        long failed,
        long dropped) {
    public ReceiverView {
        on = List.copyOf(on);
    }

    public boolean isFailing() {
        return state.equals("failing");
    }
}
