package dev.launcho.cli.server.notify;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.config.NotifyTemplate;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a message in the form that its receiver takes. */
final class MessageBody {
    /** A space without width. */
    private static final String NO_SPACE = "\u200b";

    private MessageBody() {}

    /** @param server the name of this server */
    static byte[] of(NotifyMessage message, NotifyTemplate template, String server) {
        String line = inert(server + ": " + message.text());
        JsonObject body = switch (template) {
            case JSON -> json(message, server);
            // Slack reads <!channel> and links in these: https://api.slack.com/reference/surfaces/formatting#escaping
            case SLACK ->
                Json.object(
                        "text", line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
            // Without it, @everyone in a text would call everyone.
            case DISCORD ->
                Json.object("content", line, "allowed_mentions", Json.object("parse", Json.strings(List.of())));
        };
        return Json.line(body).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns a text of which no chat makes a call or a link: names, exits and answers of probes come from others. Mattermost
     * knows no way to switch them off.
     */
    private static String inert(String text) {
        return text.replace("@", "@" + NO_SPACE)
                .replace('[', '(')
                .replace(']', ')')
                .replace('`', '\'')
                .replace("://", ":" + NO_SPACE + "//");
    }

    private static JsonObject json(NotifyMessage message, String server) {
        JsonObject body = Json.object("id", message.id(), "kind", message.kind());
        if (!message.trouble().isEmpty()) {
            body.put("trouble", message.trouble());
            body.put("opened", message.opened());
        }
        body.put("server", server);
        body.put("process", message.process());
        body.put("instance", message.instance());
        body.put("revision", message.revision());
        body.put("at", message.at().toString());
        body.put("text", message.text());
        return body;
    }
}
