package dev.launcho.cli.server.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token, and the session of a page, of a connection's last admitted request. The connection is closed when the token expires. Event loop, but for
 * the static methods.
 */
public final class ConnectionToken {
    /** In milliseconds. Netty's scheduler can't reach further than about 290 years. */
    private static final long LONGEST_WAIT = TimeUnit.DAYS.toMillis(1000);

    private static final AttributeKey<String> TOKEN = AttributeKey.valueOf(ConnectionToken.class, "token");
    private static final AttributeKey<String> SESSION = AttributeKey.valueOf(ConnectionToken.class, "session");

    private @Nullable ScheduledFuture<?> expiry;

    ConnectionToken() {}

    /** Notes the token of a request, and closes the connection when the token expires. */
    void note(Channel connection, RequestAuthenticator.Admission admission) {
        connection.attr(TOKEN).set(admission.token());
        connection.attr(SESSION).set(admission.session());
        forgetExpiry();
        if (admission.until().isBefore(Instant.MAX)) {
            Instant now = Instant.now();
            long millis = admission.until().isAfter(now.plusMillis(LONGEST_WAIT))
                    ? LONGEST_WAIT
                    : Duration.between(now, admission.until()).toMillis();
            expiry = connection.eventLoop().schedule(() -> connection.close(), millis, TimeUnit.MILLISECONDS);
        }
    }

    void forgetExpiry() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }

    /** Closes those of the connections whose last admitted request had the token of this name. Any thread. */
    public static void cut(Collection<Channel> connections, String token) {
        cut(connections, TOKEN, token);
    }

    /** Closes those of the connections whose last admitted request came with a page's session of this id. Any thread. */
    public static void cutSession(Collection<Channel> connections, String id) {
        cut(connections, SESSION, id);
    }

    private static void cut(Collection<Channel> connections, AttributeKey<String> of, String value) {
        for (Channel connection : connections) {
            if (!value.isEmpty() && value.equals(connection.attr(of).get())) {
                connection.close();
            }
        }
    }
}
