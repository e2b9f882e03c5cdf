package dev.launcho.core.config;

import dev.launcho.core.spec.SecretTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The notices about receivers whose messages cross a network without TLS. Pure. */
public final class ExposedReceivers {
    private ExposedReceivers() {}

    /** Returns one line for each such receiver; none for a URL whose host is a secret. */
    public static List<String> of(List<NotifyReceiver> receivers) {
        List<String> notices = new ArrayList<>();
        for (int i = 0; i < receivers.size(); i++) {
            int at = i;
            url(receivers.get(i))
                    .filter(NotifyUrl::isExposed)
                    .ifPresent(url -> notices.add("server.notify[" + at + "].url: messages to " + url.shown()
                            + " can be read and changed on their way: write https://"));
        }
        return notices;
    }

    /** Puts a letter in the place of each secret: most are in the path. */
    private static Optional<NotifyUrl> url(NotifyReceiver receiver) {
        try {
            return Optional.of(NotifyUrl.parse(SecretTemplate.resolve(receiver.url(), name -> Optional.of("x"))
                    .text()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
