package dev.launcho.cli.server.auth;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.disk.SetAside;
import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The file {@code launcho-tokens.json} (mode 0600): hashes of named tokens, and the last use of each token. */
public record TokenFile(Path file) {
    /**
     * The content of the file.
     *
     * @param uses the last uses, by the name of the token
     */
    record Content(List<NamedToken> tokens, Map<String, TokenUse> uses) {
        Content {
            tokens = List.copyOf(tokens);
            uses = Map.copyOf(uses);
        }
    }

    /** @param warnings receives a fact if the file is damaged; it is then set aside, and its tokens are no longer valid */
    Content read(Consumer<ServerEvent> warnings) throws IOException {
        if (!Files.exists(file)) {
            return new Content(List.of(), Map.of());
        }
        try {
            JsonObject json = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
            List<NamedToken> tokens = Json.objects(json, "tokens", NamedToken::read).stream()
                    .flatMap(token -> token.stream())
                    .toList();
            tokens = tokens.stream().map(TokenMakers.of(tokens)::complete).toList();
            Map<String, TokenUse> uses = new LinkedHashMap<>();
            JsonObject used = json.getObject("uses", new JsonObject());
            used.keySet().forEach(name -> {
                JsonObject use = used.getObject(name, new JsonObject());
                uses.put(name, new TokenUse(Json.instant(use, "at"), Json.string(use, "from")));
            });
            return new Content(tokens, uses);
        } catch (IllegalArgumentException | CharacterCodingException damaged) {
            Path aside = SetAside.move(file);
            warnings.accept(new ServerEvent.FileSetAside(
                    file.getFileName().toString(),
                    aside.getFileName().toString(),
                    "its tokens are rejected, make new ones with launcho token create"));
            return new Content(List.of(), Map.of());
        }
    }

    /** Writes the file; it is on disk when this returns. */
    void write(Content content) throws IOException {
        JsonObject uses = new JsonObject();
        content.uses()
                .forEach(
                        (name, use) -> uses.put(name, Json.object("at", use.at().toString(), "from", use.from())));
        JsonObject json = Json.object("tokens", Json.array(content.tokens(), NamedToken::json), "uses", uses);
        DurableFile.writePrivate(file, (Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
