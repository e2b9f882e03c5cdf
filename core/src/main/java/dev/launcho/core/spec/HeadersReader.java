package dev.launcho.core.spec;

import dev.launcho.core.spec.key.HealthKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code health.host} and {@code health.headers}. A {@code Host} among the headers is the host, unless both are
 * given. One object for each process.
 */
final class HeadersReader {
    static final int MOST = 32;

    /** A token (RFC 9110, 5.6.2). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}");

    private static final String HOST = "host";

    /** Headers that belong to the connection (RFC 9110, 7.6.1, and RFC 2616, 13.5.1) or to a body, which a check does not have. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "content-length",
            "expect");

    private final TemplateReader templates;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private String host = "";

    HeadersReader(TemplateReader templates) {
        this.templates = templates;
    }

    void read(YamlMap health) {
        Optional<YamlValue> key = health.get(HealthKeys.HOST);
        key.flatMap(value -> templates.read(value, ValueChecks::host)).ifPresent(text -> host = text);
        Optional<YamlMap> fields =
                health.getFilled(HealthKeys.HEADERS).flatMap(value -> value.entries("names to values"));
        fields.ifPresent(all -> {
            all.all().forEach((name, value) -> read(name, all.key(name), value, key.isPresent()));
            if (headers.size() > MOST) {
                all.owner().problem("has " + headers.size() + " headers", "at most " + MOST);
            }
        });
    }

    /** Returns the host; empty if none is given. */
    String host() {
        return host;
    }

    Map<String, String> headers() {
        return headers;
    }

    private void read(String name, YamlValue at, YamlValue value, boolean hasHost) {
        String folded = name.toLowerCase(Locale.ROOT);
        String before = names.putIfAbsent(folded, name);
        if (!NAME.matcher(name).matches()) {
            at.problem("can't be the name of a header", "letters, digits and !#$%&'*+-.^_`|~, at most 256");
        } else if (before != null) {
            at.problem("is the same header as " + QuotedText.of(before), "keep one: names of headers ignore case");
        } else if (OURS.contains(folded)) {
            at.problem("is a header of the connection, which the check sets itself", "remove it");
        } else if (!folded.equals(HOST)) {
            templates.read(value, ValueChecks::headerValue).ifPresent(text -> headers.put(name, text));
        } else if (hasHost) {
            at.problem("health.host sets it already", "keep one of them");
        } else {
            templates.read(value, ValueChecks::host).ifPresent(text -> host = text);
        }
    }
}
