package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.quota.ClientQuota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admission of text bodies, which bounds the bytes in memory for each kind of token, each token and each address. A text without
 * a place waits before any byte of it is read. Waiting texts are tried in the order of their arrival. Any thread, but a text
 * belongs to its event loop.
 */
public final class TextBodies {
    private static final int MIB = 1024 * 1024;

    private final Duration deadline;
    private final Map<RequestAuthenticator.Access, ClientQuota> bytes = new EnumMap<>(Map.of(
            RequestAuthenticator.Access.NOTHING, new ClientQuota(MIB, MIB, MIB),
            RequestAuthenticator.Access.READ, new ClientQuota(4 * MIB, 2 * MIB, 3 * MIB),
            RequestAuthenticator.Access.CHANGE, new ClientQuota(16 * MIB, 16 * MIB, 8 * MIB, 4 * MIB)));
    private final Set<Text> waiting = new LinkedHashSet<>();

    /** @param deadline for the wait for a place, and then again for the whole text */
    public TextBodies(Duration deadline) {
        this.deadline = deadline;
    }

    Duration deadline() {
        return deadline;
    }

    /**
     * Returns a text that a client wants to send; {@link #admit} has to follow.
     *
     * @param announced how many bytes to reserve for it
     * @param read called on any thread when the text has its place
     */
    Text text(RequestAuthenticator.Access access, ClientKey client, long announced, Runnable read) {
        ClientQuota quota = bytes.get(access);
        if (quota == null) {
            throw new IllegalArgumentException("no texts for " + access);
        }
        return new Text(quota, client, announced, read);
    }

    /** Gives a text its place, now or as soon as there is one. */
    void admit(Text text) {
        synchronized (this) {
            waiting.add(text);
        }
        admitNext();
    }

    private void admitNext() {
        List<Text> admitted = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Text> texts = waiting.iterator(); texts.hasNext(); ) {
                Text text = texts.next();
                text.share = text.quota.take(text.client, text.announced).orElse(null);
                if (text.share != null) {
                    texts.remove();
                    admitted.add(text);
                }
            }
        }
        admitted.forEach(text -> text.read.run());
    }

    /** A text that a client sends, or waits to send. */
    final class Text {
        private final ClientQuota quota;
        private final ClientKey client;
        private final long announced;
        private final Runnable read;
        private ClientQuota.@Nullable Share share;

        private Text(ClientQuota quota, ClientKey client, long announced, Runnable read) {
            this.quota = quota;
            this.client = client;
            this.announced = announced;
            this.read = read;
        }

        /** Frees the place of the text, or ends its wait for one. */
        void close() {
            synchronized (TextBodies.this) {
                waiting.remove(this);
                if (share != null) {
                    share.close();
                }
            }
            admitNext();
        }
    }
}
