package dev.launcho.cli.server.notify;

import java.util.List;
import java.util.Map;

/**
 * What outlives a server.
 *
 * @param open troubles that are not over
 * @param waiting messages that were not delivered, oldest first, by {@link ReceiverEndpoint#id}
 */
record NotifyState(List<OpenTrouble> open, Map<String, List<NotifyMessage>> waiting) {
    static final NotifyState NONE = new NotifyState(List.of(), Map.of());

    NotifyState {
        open = List.copyOf(open);
        waiting = Map.copyOf(waiting);
    }
}
