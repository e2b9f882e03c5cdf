package dev.launcho.core.target;

import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.ListOf;
import dev.launcho.core.yaml.Shape.MapOf;
import dev.launcho.core.yaml.Shape.Text;

/** The keys of a process that say what it is; {@link PolicyKeys} has those that say how it is started and stopped. */
final class ProcessKeys {
    static final int MOST_RESOURCES = 100;

    static final Key<Text> NAME = Key.of(
                    "name", Names.SHAPE, "What the process is called. Another name is another process.")
            .like("\"web\"")
            .needed();

    static final Key<ListOf> COMMAND = Key.of(
                    "command",
                    new ListOf(Text.ANY, 1, Integer.MAX_VALUE),
                    "Program and arguments. No shell: for one write [\"sh\", \"-c\", \"...\"]. ${SECRET} may be used, but is"
                            + " visible in process lists.")
            .like("[\"node\", \"server.js\"]")
            .needed();

    static final Key<MapOf> ENV = Key.of(
                    "env",
                    new MapOf(Text.ANY),
                    "Environment variables. ${SECRET} is replaced by a secret's value. LAUNCHO_INSTANCE and SERVICE_PORT_..."
                            + " are set by Launcho.")
            .like("{DATABASE_URL: \"${DATABASE_URL}\"}");

    static final Key<ListOf> RECEIVES = Key.of(
                    "receives",
                    new ListOf(Text.ANY, 0, Integer.MAX_VALUE),
                    "Services whose connections this process takes. It has to listen on 127.0.0.1 on the port in"
                            + " SERVICE_PORT_NAME of each.")
            .like("[\"http\"]");

    static final Key<Text> RESOURCE_ID = Key.of(
                    "id",
                    Text.ANY,
                    "The resource: 40 hex digits, as \"launcho resource up\" prints them, or a ${SECRET} that holds them.")
            .like("\"${BUNDLE}\"")
            .needed();

    static final Key<Text> RESOURCE_FILE = Key.of(
                    "file", Text.ANY, "Its name below the working directory: a relative path without \"..\".")
            .like("\"bundle.tar.bz2\"")
            .needed();

    static final Fields RESOURCE = Fields.of(RESOURCE_ID, RESOURCE_FILE);

    static final Key<ListOf> RESOURCES = Key.of(
                    "resources",
                    new ListOf(RESOURCE, 0, MOST_RESOURCES),
                    "Resources that are copied into the working directory before the process is started.")
            .like("[{id: \"${BUNDLE}\", file: \"bundle.tar.bz2\"}]");

    static final Key<Text> BEFORE = Key.of(
                    "before",
                    Text.ANY,
                    "Script run with sh -c in the working directory before the command, with the same user, environment and"
                            + " log. Never a template: give it secrets through env.")
            .like("\"tar -xf bundle.tar.bz2\"");

    static final Key<Text> UID = Key.of(
                    "uid",
                    Text.ANY,
                    "User to run as, a name or number; the server has to be root. Default: the server's own.")
            .like("\"www-data\"");

    static final Key<Text> GID = Key.of(
                    "gid", Text.ANY, "Group to run as, a name or number. Default: the account's own.")
            .like("\"www-data\"");

    static final Key<Text> CWD = Key.of(
                    "cwd",
                    Text.ANY,
                    "Working directory, an absolute path that is there already. Default: a fresh one for each instance,"
                            + " removed after its end.")
            .like("\"/var/www\"");

    static final Fields PROCESS = Fields.of(
            NAME,
            COMMAND,
            ENV,
            RECEIVES,
            HealthKeys.HEALTH,
            RESOURCES,
            BEFORE,
            UID,
            GID,
            CWD,
            PolicyKeys.REPLICAS,
            PolicyKeys.UPDATE,
            PolicyKeys.RESTART,
            PolicyKeys.MIN_HEALTHY,
            PolicyKeys.START_TIMEOUT,
            PolicyKeys.STOP,
            PolicyKeys.DRAIN,
            PolicyKeys.AFTER,
            PolicyKeys.WEIGHT,
            LimitsKeys.LIMITS);

    private ProcessKeys() {}
}
