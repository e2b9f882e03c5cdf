package dev.launcho.cli.server.http;

import dev.launcho.core.intent.RequestRefused;

/** A mapping of the use cases' refusals to HTTP errors. */
final class RefusalMapping {
    private RefusalMapping() {}

    static HttpError http(RequestRefused refused) {
        return switch (refused.code()) {
            case INVALID -> new HttpError(422, "invalid", refused.lines(), refused.problems());
            case NOT_FOUND -> new HttpError(404, "not_found", refused.lines());
            case CONFLICT -> new HttpError(409, "conflict", refused.lines());
            case FAILED -> new HttpError(500, "failed", refused.lines());
            case BUSY -> new HttpError(503, "busy", refused.lines());
            case UNKNOWN_OUTCOME -> new HttpError(504, "unknown_outcome", refused.lines());
        };
    }
}
