package dev.launcho.core.process;

import dev.launcho.core.model.ProcessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What an instance's commands run in: as whom, with which environment, where. Immutable. */
record Surroundings(Account account, Map<String, String> environment, Path cwd) {
    static final Surroundings NONE =
            new Surroundings(new Account(Account.SAME, Account.SAME, "", "", "", ""), Map.of(), Path.of("/"));

    private static final int TIMED_OUT = -1;

    /** What it takes to end a check whose time is over, in milliseconds. */
    private static final long END_MILLIS = 1_000;

    /**
     * Runs a check, tells its status, and ends with all that the check has left in its session's first group: one that
     * starts something and leaves it behind, every other second, must not fill the machine. A signal ends it the same way.
     */
    private static final String CHECK =
            "trap 'kill -s KILL 0' TERM; \"$@\" </dev/null >/dev/null 2>&1 & wait $!;" + " echo $?; kill -s KILL 0";

    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of an instance that runs already, as its shim was given them. */
    static Surroundings of(ProcessSpec spec, long shim) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String entry : ProcFs.environment(shim)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return new Surroundings(Account.of(spec.uid(), spec.gid()), environment, ProcFs.directory(shim));
    }

    /**
     * Runs a command to its end. Blocks.
     *
     * @return its exit status; negative if it was ended because {@code timeout} was over
     */
    int run(List<String> command, Duration timeout) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("setsid"));
        if (!account.uid().equals(Account.SAME)) {
            all.addAll(List.of("setpriv", "--reuid=" + account.uid(), "--regid=" + account.gid(), account.groups()));
            all.add("--");
        }
        all.addAll(List.of("sh", "-c", CHECK, "check"));
        all.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(cwd.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process check = builder.start();
        check.getOutputStream().close();
        if (check.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return status(check);
        }
        List<ProcessHandle> left = check.descendants().toList();
        check.destroy();
        if (!check.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
            check.destroyForcibly();
        }
        left.forEach(ProcessHandle::destroyForcibly);
        return TIMED_OUT;
    }

    /** As it was told; where nothing was, that of what was to tell it. */
    private static int status(Process check) throws IOException {
        String told = new String(check.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        return told.matches("[0-9]{1,3}") ? Integer.parseInt(told) : check.exitValue();
    }
}
