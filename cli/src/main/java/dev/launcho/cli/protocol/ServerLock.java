package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.model.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The line in the lock file of a home: which process serves it, and where it takes orders.
 *
 * @param admin as a client on this machine reaches it
 */
public record ServerLock(long pid, HostPort admin) {
    public String format() {
        return Json.line(Json.object("pid", pid, "admin", admin.toString())) + "\n";
    }

    /** Empty if there is no such file, or nothing (yet) in it that makes sense. */
    public static Optional<ServerLock> read(Path file) {
        try {
            JsonObject json = Json.parse(Files.readString(file));
            return Optional.of(new ServerLock(json.getLong("pid"), HostPort.parse(Json.string(json, "admin"))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
