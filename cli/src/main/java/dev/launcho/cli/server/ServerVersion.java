package dev.launcho.cli.server;

import java.util.Optional;

/** The version of this build. */
final class ServerVersion {
    private ServerVersion() {}

    /** {@code dev} where it does not run from a jar. */
    static String text() {
        return Optional.ofNullable(ServerVersion.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
