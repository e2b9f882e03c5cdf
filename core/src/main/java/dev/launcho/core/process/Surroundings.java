package dev.launcho.core.process;

import dev.launcho.core.model.ProcessSpec;
import java.io.IOException;
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

    private static final int TIMED_OUT = 124;

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

    /** Runs a command to its end. Blocks. */
    int run(List<String> command, Duration timeout) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (!account.uid().equals(Account.SAME)) {
            all.addAll(List.of("setpriv", "--reuid=" + account.uid(), "--regid=" + account.gid(), account.groups()));
            all.add("--");
        }
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(cwd.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            return process.exitValue();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return TIMED_OUT;
    }
}
