package dev.launcho.cli.doctor;

import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.config.ConfigReader;
import dev.launcho.core.config.ConfigReading;
import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The machine and the home that are checked.
 *
 * @param environment of this process
 * @param user the user that this process runs as
 * @param now by this machine's clock
 * @param proc where procfs is mounted
 */
public record DoctorContext(HomeDirectory home, Map<String, String> environment, String user, Instant now, Path proc) {
    public DoctorContext {
        environment = Map.copyOf(environment);
    }

    public static DoctorContext here(HomeDirectory home, Map<String, String> environment) {
        return new DoctorContext(
                home, environment, System.getProperty("user.name", "?"), Instant.now(), Path.of("/proc"));
    }

    boolean hasHome() {
        return Files.isDirectory(home.dir());
    }

    boolean isRoot() {
        return user.equals("root");
    }

    /** Returns the configuration, or the defaults if there is no valid one; {@link ConfigCheck} reports why. */
    ServerConfig config() {
        try {
            return reading()
                    .filter(ConfigReading::valid)
                    .map(ConfigReading::config)
                    .orElse(ServerConfig.DEFAULT);
        } catch (IOException e) {
            return ServerConfig.DEFAULT;
        }
    }

    /** Returns the configuration as read, with its problems; empty if there is no file. */
    Optional<ConfigReading> reading() throws IOException {
        Path file = home.config();
        return Files.exists(file)
                ? Optional.of(ConfigReader.read(file.toString(), Files.readAllBytes(file)))
                : Optional.empty();
    }

    /** Returns the lock of the server that runs on the home. */
    Optional<ServerLock> server() {
        return ServerLock.read(home.lock()).filter(lock -> Files.exists(proc.resolve(Long.toString(lock.pid()))));
    }
}
