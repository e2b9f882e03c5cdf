package dev.launcho.core.spec.key;

import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.ListOf;

/** The keys at the top of a target. Readers and {@link TargetSchema} know no others. */
public final class TargetKeys {
    /** Most processes, and most services, of one target. */
    public static final int MOST_ITEMS = 1000;

    public static final SchemaKey<ListOf> PROCESSES = SchemaKey.of(
                    "processes",
                    new ListOf(ProcessKeys.PROCESS, 0, MOST_ITEMS),
                    "Processes to keep running. Names are unique among them.")
            .like("[{name: \"web\", command: [\"node\", \"server.js\"]}]");

    public static final SchemaKey<ListOf> SERVICES = SchemaKey.of(
                    "services",
                    new ListOf(ServiceKeys.SERVICE, 0, MOST_ITEMS),
                    "Addresses whose connections are spread over the processes that receive the service.")
            .like("[{name: \"http\", on: \"127.0.0.1:5000\"}]");

    public static final Fields TARGET = Fields.of(PROCESSES, SERVICES);

    private TargetKeys() {}
}
