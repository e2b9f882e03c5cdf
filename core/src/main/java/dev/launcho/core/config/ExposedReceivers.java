package dev.launcho.core.config;

import dev.launcho.core.spec.SecretTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The notices about receivers whose messages cross a network without TLS. Pure. */
public final class ExposedReceivers {
    private ExposedReceivers() {}

    /**
     * Returns one line for each such receiver.
     *
     * @param secrets by name; a letter stands for one that is not known: most are in the path
     */
    public static List<String> of(List<NotifyReceiver> receivers, Map<String, String> secrets) {
        List<String> notices = new ArrayList<>();
        for (int i = 0; i < receivers.size(); i++) {
            int at = i;
            url(receivers.get(i), secrets)
                    .filter(NotifyUrl::isExposed)
                    .ifPresent(url -> notices.add("server.notify[" + at + "].url: messages to " + url.shown()
                            + " can be read and changed on their way: write https://"));
        }
        return notices;
    }

    private static Optional<NotifyUrl> url(NotifyReceiver receiver, Map<String, String> secrets) {
        try {
            String url = SecretTemplate.resolve(receiver.url(), name -> Optional.of(secrets.getOrDefault(name, "x")))
                    .text();
            return Optional.of(NotifyUrl.parse(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
