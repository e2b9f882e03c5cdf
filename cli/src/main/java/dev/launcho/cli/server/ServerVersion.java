package dev.launcho.cli.server;

import java.util.Optional;

/** The version of this build. */
final class ServerVersion {
    private ServerVersion() {}

    /** Returns the version in the jar's manifest; {@code dev} if the server does not run from a jar. */
    static String text() {
        return Optional.ofNullable(ServerVersion.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
