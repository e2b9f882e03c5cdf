package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.MadeTokens;
import dev.launcho.cli.render.Console;
import java.util.List;

/** A report on the tokens that were made with a token that is no longer valid. */
public final class MadeTokensReport {
    private MadeTokensReport() {}

    /**
     * @param handled tokens that the command revokes anyway
     * @param revokes the command that revokes those that are still valid, with a server that can revoke them together
     */
    public static void print(Console console, MadeTokens made, List<String> handled, String revokes) {
        made.revoked().forEach(name -> console.out().println("revoked " + name));
        List<String> valid = valid(made, handled);
        if (!valid.isEmpty()) {
            console.notice("still valid, made with this token: " + String.join(", ", valid) + "; to revoke "
                    + (valid.size() == 1 ? "it" : "them") + ", too: " + (made.revocable() ? revokes : byName(valid)));
        }
    }

    /**
     * Checks that the server did what {@code --made} asks.
     *
     * @throws Failure if the server is older, and ignored it
     */
    public static void checkRevoked(MadeTokens made, List<String> handled) throws Failure {
        if (!made.revocable()) {
            List<String> valid = valid(made, handled);
            throw new Failure(
                    ExitCode.FAILED,
                    "this server is older than --made, and revoked no other token",
                    valid.isEmpty()
                            ? "`launcho token ls` lists the tokens; revoke by name: launcho token revoke TOKEN_NAME..."
                            : "type `" + byName(valid) + "`");
        }
    }

    private static List<String> valid(MadeTokens made, List<String> handled) {
        return made.valid().stream().filter(name -> !handled.contains(name)).toList();
    }

    public static String byName(List<String> names) {
        return "launcho token revoke " + String.join(" ", names);
    }
}
