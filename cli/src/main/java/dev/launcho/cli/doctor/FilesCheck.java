package dev.launcho.cli.doctor;

import dev.launcho.cli.protocol.ServerLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A check of how many files a server may open: each connection takes two. */
final class FilesCheck implements DoctorCheck {
    private static final String LIMIT = "Max open files";
    private static final long ENOUGH = 65_536;
    private static final long LEAST = 4_096;

    @Override
    public String name() {
        return "open files";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        // A server that runs has limits of its own, as those of its unit of systemd.
        Optional<ServerLock> server = site.server();
        Path limits = site.proc()
                .resolve(server.map(lock -> Long.toString(lock.pid())).orElse("self"))
                .resolve("limits");
        Optional<String> line = Files.readAllLines(limits).stream()
                .filter(l -> l.startsWith(LIMIT))
                .findFirst();
        String[] words = line.orElse("").replace(LIMIT, "").strip().split("\\s+");
        if (words.length < 2) {
            return List.of(
                    CheckFinding.warning(name(), limits + " does not show the limit of open files", "ulimit -H -n"));
        }
        String hard = words[1];
        if (!hard.matches("[0-9]{1,18}")) {
            return List.of(CheckFinding.ok(name(), "the number of open files is not limited"));
        }
        long most = Long.parseLong(hard);
        String says = "at most " + most + " files may be open "
                + server.map(lock -> "in the server (process " + lock.pid() + ")")
                        .orElse("here")
                + ", two for each connection";
        String advice = "ulimit -H -n 1048576 as root before the start, or LimitNOFILE=1048576 in the unit of systemd";
        if (most < LEAST) {
            return List.of(CheckFinding.failed(name(), says, advice));
        }
        return List.of(most < ENOUGH ? CheckFinding.warning(name(), says, advice) : CheckFinding.ok(name(), says));
    }
}
