package dev.launcho.cli.server;

import dev.launcho.core.event.ServerEvent;

/** A record of what users do at the admin endpoint. Any thread; must not block. */
public interface AuditLog {
    void done(ServerEvent.Acted fact);

    /** Records something that an operator may want to look into. */
    void suspicious(ServerEvent fact);
}
