package dev.launcho.core.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.process.system.EnvironmentLoader;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** By what an instance is given its environment. A way that this machine does not have is skipped, and says so. */
enum HandoverWay {
    DASH("/bin/dash", ""),
    BASH("/bin/bash", ""),
    BUSYBOX("/bin/busybox", ""),
    PERL("/bin/sh", "/usr/bin/perl"),
    PERL_AND_BASH("/bin/bash", "/usr/bin/perl"),
    PYTHON("/bin/sh", "/usr/bin/python3");

    private final Path shell;
    private final String loader;

    HandoverWay(String shell, String loader) {
        this.shell = Path.of(shell);
        this.loader = loader;
    }

    boolean loads() {
        return !loader.isEmpty();
    }

    /** @param dir for a link, by whose name busybox knows what it is to be */
    SystemTools tools(Path dir) throws IOException {
        assumeThat(shell).as("shell of this machine").exists();
        Path sh = this == BUSYBOX ? Files.createSymbolicLink(dir.resolve("sh"), shell) : shell;
        SystemTools tools = SystemTools.find(line -> {}).with(sh);
        if (!loads()) {
            return tools.with(Optional.empty());
        }
        Path program = Path.of(loader);
        assumeThat(program).as("loader of this machine").exists();
        return tools.with(
                Optional.of(this == PYTHON ? EnvironmentLoader.python(program) : EnvironmentLoader.perl(program)));
    }
}
