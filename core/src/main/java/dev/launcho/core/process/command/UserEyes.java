package dev.launcho.core.process.command;

import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.OutputRelay;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks at files through a process of the instance's user, from the instance's directory. Any thread. */
public final class UserEyes implements CommandInspection.Eyes {
    private static final long SECONDS = 5;

    private final SystemTools tools;

    public UserEyes(SystemTools tools) {
        this.tools = tools;
    }

    @Override
    public FileLook at(ExecContext in, String path) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(OutputRelay.words(tools, in.account()));
        words.addAll(in.lead());
        words.addAll(List.of(tools.sh().toString(), "-c", FileLook.SCRIPT, "sh", path));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(in.start().toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process look = tools.start(builder, in.environment().getOrDefault(InstanceEnvironment.MARK, ""));
        look.getOutputStream().close();
        boolean ended = false;
        try {
            // It prints less than a pipe holds.
            ended = look.waitFor(SECONDS, TimeUnit.SECONDS);
        } finally {
            if (!ended) {
                OutputRelay.end(look);
            }
        }
        if (!ended) {
            throw new IOException("no answer in " + SECONDS + " s");
        }
        FileLook seen = FileLook.of(OutputRelay.text(look).lines().toList());
        if (!seen.is(FileLook.SEEN)) {
            throw new IOException("nobody could look, exit " + look.exitValue());
        }
        return seen;
    }
}
