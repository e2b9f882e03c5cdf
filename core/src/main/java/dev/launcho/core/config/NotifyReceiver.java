package dev.launcho.core.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A receiver of messages, as configured.
 *
 * @param url may refer to secrets; see {@link NotifyUrl}
 * @param on the kinds of messages that it gets; not empty
 * @param secret signs the messages; may refer to secrets; empty if there is none, or {@code secretFile} has it
 * @param secretFile the file that has the secret, absolute; empty if there is none
 */
public record NotifyReceiver(
        String url, Set<NotifyKind> on, NotifyTemplate template, String secret, String secretFile) {
    /** Most receivers of a server. */
    public static final int MOST = 8;

    public NotifyReceiver {
        on = Collections.unmodifiableSet(EnumSet.copyOf(on));
    }

    /** Returns a text without the URL and the secret, which are secret. */
    @Override
    public String toString() {
        return "NotifyReceiver[on=" + on + ", template=" + template + "]";
    }
}
