package dev.launcho.core.process.system;

import dev.launcho.core.process.kernel.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The context in which an instance's commands run: user, environment, directory. Immutable.
 *
 * @param start where the server starts each command; if that is not {@code cwd}, the lead enters {@code cwd}
 * @param lead the words before each command, as {@code ConfinedStart} makes them
 * @param oomScore see proc(5), oom_score_adj
 */
public record ExecContext(
        UserAccount account, Map<String, String> environment, Path cwd, Path start, List<String> lead, int oomScore) {
    public static final ExecContext NONE = new ExecContext(
            new UserAccount(UserAccount.SAME, UserAccount.SAME, "", "", "", ""), Map.of(), Path.of("/"), List.of(), 0);

    public ExecContext(
            UserAccount account, Map<String, String> environment, Path cwd, List<String> lead, int oomScore) {
        this(account, environment, cwd, cwd, lead, oomScore);
    }

    public ExecContext {
        environment = Map.copyOf(environment);
        lead = List.copyOf(lead);
    }

    /**
     * Returns the context of an instance that runs already.
     *
     * <p>The environment is the one that the instance would get today. The shims of earlier servers had all of it
     * themselves; then it is read from the shim.
     */
    public ExecContext adopted(long shim) {
        Map<String, String> own = new HashMap<>();
        for (String entry : ProcFs.environment(shim)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                String text = new String(entry.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                own.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
            }
        }
        Map<String, String> given = own.containsKey("HOME") ? own : environment;
        Path shims = ProcFs.directory(shim);
        boolean outside = !start.equals(cwd) || shims.equals(Path.of("/")); // It was started outside of cwd.
        return outside
                ? new ExecContext(account, given, cwd, start, lead, oomScore)
                : new ExecContext(account, given, shims, lead, oomScore);
    }
}
