package dev.launcho.core.spec.key;

import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.ListOf;
import dev.launcho.core.yaml.ValueShape.MapOf;
import dev.launcho.core.yaml.ValueShape.Text;

/** The keys of a process that define what it is; {@link PolicyKeys} has those that define how it is started and stopped. */
public final class ProcessKeys {
    public static final int MOST_RESOURCES = 100;

    static final SchemaKey<Text> NAME = SchemaKey.of(
                    "name", UniqueNames.SHAPE, "The name of the process. Another name is another process.")
            .like("\"web\"")
            .needed();

    public static final SchemaKey<ListOf> COMMAND = SchemaKey.of(
                    "command",
                    new ListOf(Text.ANY, 1, Integer.MAX_VALUE),
                    "Program and arguments. No shell: for one write [\"sh\", \"-c\", \"...\"]. ${SECRET} may be used, but is"
                            + " visible in process lists.")
            .like("[\"node\", \"server.js\"]")
            .needed();

    public static final SchemaKey<MapOf> ENV = SchemaKey.of(
                    "env",
                    new MapOf(Text.ANY),
                    "Environment variables. ${SECRET} is replaced by a secret's value. LAUNCHO_INSTANCE and SERVICE_PORT_..."
                            + " are set by Launcho.")
            .like("{DATABASE_URL: \"${DATABASE_URL}\"}");

    public static final SchemaKey<ListOf> RECEIVES = SchemaKey.of(
                    "receives",
                    new ListOf(Text.ANY, 0, Integer.MAX_VALUE),
                    "Services whose connections this process takes. It has to listen on 127.0.0.1 on the port in"
                            + " SERVICE_PORT_NAME of each.")
            .like("[\"http\"]");

    public static final SchemaKey<Text> RESOURCE_ID = SchemaKey.of(
                    "id",
                    Text.ANY,
                    "The resource: 40 hex digits, as \"launcho resource up\" prints them, or a ${SECRET} that holds them.")
            .like("\"${BUNDLE}\"")
            .needed();

    public static final SchemaKey<Text> RESOURCE_FILE = SchemaKey.of(
                    "file", Text.ANY, "Its name below the working directory: a relative path without \"..\".")
            .like("\"bundle.tar.bz2\"")
            .needed();

    public static final Fields RESOURCE = Fields.of(RESOURCE_ID, RESOURCE_FILE);

    public static final SchemaKey<ListOf> RESOURCES = SchemaKey.of(
                    "resources",
                    new ListOf(RESOURCE, 0, MOST_RESOURCES),
                    "Resources that are copied into the working directory before the process is started.")
            .like("[{id: \"${BUNDLE}\", file: \"bundle.tar.bz2\"}]");

    public static final SchemaKey<Text> BEFORE = SchemaKey.of(
                    "before",
                    Text.ANY,
                    "Script run by sh in the working directory before the command, with the same user, environment and"
                            + " log. Never a template: give it secrets through env.")
            .like("\"tar -xf bundle.tar.bz2\"");

    public static final SchemaKey<Text> UID = SchemaKey.of(
                    "uid",
                    Text.ANY,
                    "User to run as, a name or number; the server has to be root. Default: the server's own.")
            .like("\"www-data\"");

    public static final SchemaKey<Text> GID = SchemaKey.of(
                    "gid",
                    Text.ANY,
                    "Group to run as, a name or number; beside it only those of groups. Default: all groups of"
                            + " the account.")
            .like("\"www-data\"");

    public static final SchemaKey<ListOf> GROUPS = SchemaKey.of(
                    "groups",
                    new ListOf(Text.ANY, 0, Integer.MAX_VALUE),
                    "More groups, each a name or number: added to gid if it is given, else to those of the account.")
            .like("[\"video\"]");

    public static final SchemaKey<Text> CWD = SchemaKey.of(
                    "cwd",
                    Text.ANY,
                    "Working directory, an absolute path that exists. Default: a fresh one for each instance,"
                            + " removed after its end.")
            .like("\"/var/www\"");

    public static final Fields PROCESS = Fields.of(
            NAME,
            COMMAND,
            ENV,
            RECEIVES,
            HealthKeys.HEALTH,
            RESOURCES,
            BEFORE,
            UID,
            GID,
            GROUPS,
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
            LimitsKeys.LIMITS,
            ConfinementKeys.ALLOW_NEW_PRIVILEGES,
            ConfinementKeys.OOM_SCORE_ADJUST,
            ConfinementKeys.READ_ONLY,
            ConfinementKeys.PRIVATE_TMP,
            ConfinementKeys.CAPABILITIES);

    private ProcessKeys() {}
}
