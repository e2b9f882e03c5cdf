package dev.launcho.cli.line;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.admin.StatusView;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The answer of one of the servers that this user has an auth file for.
 *
 * @param name as {@code --which} takes it; empty for the one that needs no name
 * @param chosen whether commands go to it by default
 * @param state {@code ok}, or a word or two that say what failed
 * @param problem a line about what failed, or empty
 */
public record ServerCheck(
        String name,
        boolean chosen,
        String address,
        String state,
        long revision,
        String version,
        boolean isProtected,
        String problem) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int AT_A_TIME = 16;

    /** Asks all servers at the same time; the one without a name comes first. */
    public static List<ServerCheck> all(CommandContext session) {
        List<String> names = new ArrayList<>();
        if (Files.exists(session.home().clientAuth(""))
                || Files.exists(session.home().serverAuth())) {
            names.add("");
        }
        names.addAll(session.servers());
        ExecutorService askers = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_A_TIME, names.size())));
        try {
            List<CompletableFuture<ServerCheck>> answers = names.stream()
                    .map(name -> CompletableFuture.supplyAsync(() -> of(session, name), askers))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        } finally {
            askers.shutdownNow();
        }
    }

    private static ServerCheck of(CommandContext session, String name) {
        boolean chosen = name.equals(session.which());
        Login login;
        try {
            login = Login.find(session.home(), name);
        } catch (Failure e) {
            return new ServerCheck(name, chosen, "", "bad auth file", 0, "", false, line(e));
        }
        String address = login.address().toString();
        boolean isProtected = login.auth().isProtected();
        try {
            StatusView status = session.client(login, PATIENCE).status();
            return new ServerCheck(name, chosen, address, "ok", status.revision(), status.version(), isProtected, "");
        } catch (Failure e) {
            String state = e.exit() == ExitCode.UNREACHABLE
                    ? "unreachable"
                    : e.exit() == ExitCode.AUTH ? "not let in" : "failed";
            return new ServerCheck(name, chosen, address, state, 0, "", isProtected, line(e));
        }
    }

    private static String line(Failure failure) {
        return failure.lines().get(0);
    }

    /** Returns the name for a table. */
    public String label() {
        return name.isEmpty() ? "(default)" : name;
    }

    public boolean reachable() {
        return state.equals("ok");
    }

    /** Returns the answer as {@code -o json} prints it. */
    public JsonObject json() {
        return Json.object(
                "name", name,
                "chosen", chosen,
                "address", address,
                "state", state,
                "revision", revision,
                "version", version,
                "protected", isProtected,
                "problem", problem);
    }
}
