package dev.launcho.core.process;

import dev.launcho.core.model.InstanceId;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where a host keeps things.
 *
 * @param homeId names this home among all on the machine, in the mark of its instances
 * @param instances folder of the records
 * @param work folder of the working directories
 * @param resources the file of a resource, by its id
 * @param firstPort of those leased
 * @param endPort exclusive
 * @param environment the server's own, of which little is passed on
 * @param warnings told in one line what could not be done
 */
public record HostSettings(
        String homeId,
        Path instances,
        Path work,
        Function<String, Path> resources,
        int firstPort,
        int endPort,
        Map<String, String> environment,
        Consumer<String> warnings) {

    String mark(InstanceId id) {
        return homeId + "/" + id.name();
    }
}
