package dev.launcho.cli.server.quota;

/**
 * The client of a request, for limits.
 *
 * @param token the name of its token
 * @param isOwner whether that is the server's own admin token, with which other tokens are revoked
 */
public record ClientKey(String address, String token, boolean isOwner) {}
