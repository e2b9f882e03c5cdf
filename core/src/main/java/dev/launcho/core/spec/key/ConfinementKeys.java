package dev.launcho.core.spec.key;

import dev.launcho.core.text.CapabilitySet;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.ListOf;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.ValueShape.Truth;
import dev.launcho.core.yaml.ValueShape.Whole;

/** The keys of a process that restrict its instances. */
public final class ConfinementKeys {
    public static final int MOST_PATHS = 100;

    private static final int LAST = 1000;

    public static final SchemaKey<Truth> ALLOW_NEW_PRIVILEGES = SchemaKey.of(
                    "allow_new_privileges",
                    new Truth(),
                    "Whether programs may get privileges by setuid, setgid or capabilities of their file, as sudo and ping do.")
            .usually("false")
            .like("true");

    public static final SchemaKey<Whole> OOM_SCORE_ADJUST = SchemaKey.of(
                    "oom_score_adjust",
                    new Whole(-LAST, LAST),
                    "How soon the kernel kills it when the machine has no memory left: 1000 first, -1000 never."
                            + " A value below the server's own needs a server with CAP_SYS_RESOURCE, as"
                            + " root has.")
            .usually("0")
            .like("500");

    public static final SchemaKey<ListOf> READ_ONLY = SchemaKey.of(
                    "read_only",
                    new ListOf(Text.ANY, 0, MOST_PATHS),
                    "Absolute paths that are read-only for the process, with all below them. Needs a server"
                            + " that runs as root.")
            .like("[\"/etc\", \"/srv/app\"]");

    public static final SchemaKey<Truth> PRIVATE_TMP = SchemaKey.of(
                    "private_tmp",
                    new Truth(),
                    "Gives each instance a /tmp and a /var/tmp of its own, removed after its end. Needs a"
                            + " server that runs as"
                            + " root.")
            .usually("false")
            .like("true");

    public static final SchemaKey<ListOf> CAPABILITIES = SchemaKey.of(
                    "capabilities",
                    new ListOf(
                            new Text("(?i)(CAP_)?(" + String.join("|", CapabilitySet.KNOWN) + ")"),
                            0,
                            CapabilitySet.KNOWN.size()),
                    "The only capabilities of the process; [] is none. With uid, that user gets them. Needs"
                            + " a server that runs as root. Default: those of the user.")
            .like("[net_bind_service]");

    private ConfinementKeys() {}
}
