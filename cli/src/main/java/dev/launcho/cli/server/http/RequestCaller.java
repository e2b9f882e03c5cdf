package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;

/**
 * The sender of a request.
 *
 * @param user the user name that the client gives, followed by the name of a token that a user has made
 * @param from the client's address
 */
record RequestCaller(String user, String from, RequestAuthenticator.Admission admission) {
    /** @param user must have no blanks, so that it can't imitate the name of a token; a page gives none */
    static RequestCaller of(String user, String from, RequestAuthenticator.Admission admission) {
        String token = admission.isNamed() ? " (token " + admission.token() + ")" : "";
        return new RequestCaller(admission.isOfPage() ? admission.pageUser() : user + token, from, admission);
    }

    ClientKey key() {
        return admission.key(from);
    }
}
