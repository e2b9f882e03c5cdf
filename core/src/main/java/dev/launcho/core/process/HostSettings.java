package dev.launcho.core.process;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The settings of a process host.
 *
 * @param homeId identifies this home among all on the machine, in the mark of its instances
 * @param instances folder of the records
 * @param work folder of the working directories
 * @param resources the file of a resource, by its id
 * @param firstPort the first port that can be leased
 * @param endPort end of the range of ports, exclusive
 * @param environment the server's own, of which little is passed on
 * @param warnings receives a line for each thing that could not be done
 * @param logs makes the file of a log
 */
public record HostSettings(
        String homeId,
        Path instances,
        Path work,
        Function<String, Path> resources,
        int firstPort,
        int endPort,
        Map<String, String> environment,
        Consumer<String> warnings,
        LogMaker logs) {
    /** Makes a file that only its owner can read, and the folder that holds it. */
    public interface LogMaker {
        void make(Path log) throws IOException;
    }

    /** Returns the mark that earlier servers gave to an instance. */
    String mark(InstanceId id) {
        return homeId + "/" + id.name();
    }
}
