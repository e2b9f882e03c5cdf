package dev.launcho.core.target;

import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.ListOf;

/** The keys at the top of a target. Readers and {@link TargetSchema} know no others. */
final class TargetKeys {
    /** Processes, and services, of one target. */
    static final int MOST_ITEMS = 1000;

    static final Key<ListOf> PROCESSES = Key.of(
                    "processes",
                    new ListOf(ProcessKeys.PROCESS, 0, MOST_ITEMS),
                    "Processes to keep running. Names are unique among them.")
            .like("[{name: \"web\", command: [\"node\", \"server.js\"]}]");

    static final Key<ListOf> SERVICES = Key.of(
                    "services",
                    new ListOf(ServiceKeys.SERVICE, 0, MOST_ITEMS),
                    "Addresses whose connections are spread over the processes that receive the service.")
            .like("[{name: \"http\", on: \"127.0.0.1:5000\"}]");

    static final Fields TARGET = Fields.of(PROCESSES, SERVICES);

    private TargetKeys() {}
}
