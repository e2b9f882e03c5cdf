package dev.launcho.cli.server.notify;

import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.config.NotifyReceiver;
import dev.launcho.core.config.NotifyTemplate;
import dev.launcho.core.config.NotifyUrl;
import dev.launcho.core.spec.SecretTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A receiver of messages with its secrets put in.
 *
 * @param number its place in the config, from 1
 * @param id names it in the home: the same as long as its URL and template are
 * @param key signs its messages; empty if they are not signed
 */
public record ReceiverEndpoint(
        int number, String id, NotifyUrl url, Set<NotifyKind> on, NotifyTemplate template, byte[] key) {
    private static final int ID_LENGTH = 32;

    /**
     * Returns the endpoints of configured receivers.
     *
     * @param secrets returns the value of a secret of the config, if it is set
     * @throws IllegalArgumentException with one line for the user, if a secret or its file can't be used
     */
    public static List<ReceiverEndpoint> of(
            List<NotifyReceiver> receivers, Function<String, Optional<String>> secrets) {
        List<ReceiverEndpoint> endpoints = new ArrayList<>();
        Map<String, Integer> twins = new HashMap<>();
        for (NotifyReceiver receiver : receivers) {
            String place = "server.notify[" + endpoints.size() + "].";
            String text = resolved(place + "url", receiver.url(), secrets);
            String id = id(text + " " + receiver.template());
            int twin = twins.merge(id, 1, Integer::sum);
            endpoints.add(new ReceiverEndpoint(
                    endpoints.size() + 1,
                    twin == 1 ? id : id + "-" + twin,
                    url(place + "url", text),
                    receiver.on(),
                    receiver.template(),
                    key(place, receiver, secrets)));
        }
        return List.copyOf(endpoints);
    }

    private static byte[] key(String place, NotifyReceiver receiver, Function<String, Optional<String>> secrets) {
        if (!receiver.secretFile().isEmpty()) {
            return SigningSecret.read(place + "secret_file", receiver.secretFile());
        }
        byte[] key = resolved(place + "secret", receiver.secret(), secrets).getBytes(StandardCharsets.UTF_8);
        if (key.length == 0 && !receiver.secret().isEmpty()) {
            throw new IllegalArgumentException(place + "secret: its value is empty: make one, openssl rand -hex 32");
        }
        return key;
    }

    private static NotifyUrl url(String place, String text) {
        try {
            return NotifyUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": the URL, with its secrets put in, " + e.getMessage(), e);
        }
    }

    private static String resolved(String place, String text, Function<String, Optional<String>> secrets) {
        SecretTemplate.Result result = SecretTemplate.resolve(text, secrets);
        if (!result.complete()) {
            throw new IllegalArgumentException(place + ": secret " + String.join(", ", result.missing())
                    + " is not set, add it to secrets in the config");
        }
        return result.text();
    }

    private static String id(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    boolean signs() {
        return key.length > 0;
    }

    /** Returns a text without secrets: {@code receiver 1, https://hooks.example.com}. */
    @Override
    public String toString() {
        return "receiver " + number + ", " + url.shown();
    }
}
