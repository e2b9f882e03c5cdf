package dev.launcho.cli.server.http;

import dev.launcho.core.admin.Refused;

/** How a refusal of the server's use cases looks in HTTP. */
final class Refusals {
    private Refusals() {}

    static HttpError http(Refused refused) {
        return switch (refused.code()) {
            case INVALID -> new HttpError(422, "invalid", refused.lines());
            case NOT_FOUND -> new HttpError(404, "not_found", refused.lines());
            case CONFLICT -> new HttpError(409, "conflict", refused.lines());
            case FAILED -> new HttpError(500, "failed", refused.lines());
        };
    }
}
