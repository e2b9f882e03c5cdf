package dev.launcho.core.config;

import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code notify}: the receivers of messages. Its problems never show a URL or a secret. */
final class NotifyReader {
    private static final String LIKE = "like https://hooks.example.com/T0/B0, or \"${NAME}\" for one that is a secret";

    private NotifyReader() {}

    static List<NotifyReceiver> read(YamlValue value) {
        List<YamlValue> items =
                value.items("receivers", "write - url: https://...").orElse(List.of());
        if (items.size() > NotifyReceiver.MOST) {
            value.problem("has " + items.size() + " receivers", "at most " + NotifyReceiver.MOST);
        }
        List<NotifyReceiver> receivers = new ArrayList<>();
        items.stream()
                .limit(NotifyReceiver.MOST)
                .forEach(item -> item.fields("url", "on", "template", "secret", "secret_file")
                        .ifPresent(fields -> receivers.add(receiver(fields))));
        return receivers;
    }

    private static NotifyReceiver receiver(YamlMap fields) {
        if (fields.get("secret").isPresent() && fields.get("secret_file").isPresent()) {
            fields.key("secret_file").problem("a receiver has one secret", "remove secret or secret_file");
        }
        return new NotifyReceiver(
                fields.require("url").flatMap(NotifyReader::url).orElse(""),
                fields.get("on").map(NotifyReader::kinds).orElse(NotifyKind.USUAL),
                fields.get("template")
                        .flatMap(value -> ConfigReader.oneOf(value, NotifyTemplate.values()))
                        .orElse(NotifyTemplate.JSON),
                fields.get("secret").flatMap(NotifyReader::secret).orElse(""),
                fields.get("secret_file").flatMap(NotifyReader::secretFile).orElse(""));
    }

    private static Optional<String> url(YamlValue value) {
        Optional<String> url = value.text();
        url.ifPresent(text -> {
            SecretTemplate template = SecretTemplate.parse(text);
            template.faults().forEach(value::problem);
            if (template.names().isEmpty() && template.faults().isEmpty()) {
                try {
                    NotifyUrl.parse(template.resolve(name -> Optional.empty()).text());
                } catch (IllegalArgumentException e) {
                    value.problem(String.valueOf(e.getMessage()), LIKE);
                }
            }
        });
        return url;
    }

    private static Optional<String> secret(YamlValue value) {
        Optional<String> secret = value.text();
        secret.ifPresent(text -> {
            SecretTemplate.parse(text).faults().forEach(value::problem);
            if (text.isBlank()) {
                value.problem("is empty", "make one: openssl rand -hex 32");
            }
        });
        return secret;
    }

    /** Does not quote what was found: it may be the secret itself. */
    private static Optional<String> secretFile(YamlValue value) {
        Optional<String> file = value.text();
        file.filter(text -> !text.startsWith("/"))
                .ifPresent(text -> value.problem("is not an absolute path", "name a file that has the secret"));
        return file;
    }

    private static Set<NotifyKind> kinds(YamlValue value) {
        Map<String, NotifyKind> words = new LinkedHashMap<>();
        for (NotifyKind kind : NotifyKind.values()) {
            words.put(kind.word(), kind);
        }
        String all = String.join(", ", words.keySet());
        Optional<List<YamlValue>> items = value.strings("kinds of messages");
        Set<NotifyKind> kinds = EnumSet.noneOf(NotifyKind.class);
        items.orElse(List.of())
                .forEach(item -> item.text().ifPresent(word -> {
                    NotifyKind kind = words.get(word);
                    if (kind == null) {
                        String near = item.didYouMean(word, words.keySet());
                        item.problem("expected one of " + all + ", found " + QuotedText.of(word), near);
                    } else {
                        kinds.add(kind);
                    }
                }));
        if (items.filter(List::isEmpty).isPresent()) {
            value.problem("names no kind of message", "remove the key, or write some of " + all);
        } else if (kinds.equals(EnumSet.of(NotifyKind.RECOVERED))) {
            value.problem("has recovered alone", "it follows a message of another kind; add failed, crash_loop, ...");
        }
        return kinds.isEmpty() ? NotifyKind.USUAL : kinds;
    }
}
