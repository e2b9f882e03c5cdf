package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The line in the lock file of a home: the pid and the admin address of its server.
 *
 * @param admin the admin endpoint, as a client on this machine reaches it
 */
public record ServerLock(long pid, HostPort admin) {
    public String format() {
        return Json.line(Json.object("pid", pid, "admin", admin.toString())) + "\n";
    }

    /** Reads the lock file; empty if it is missing, or does not (yet) have a valid line. */
    public static Optional<ServerLock> read(Path file) {
        try {
            JsonObject json = Json.parse(Files.readString(file));
            return Optional.of(new ServerLock(json.getLong("pid"), HostPort.parse(Json.string(json, "admin"))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
