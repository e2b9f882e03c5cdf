package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.text.CapabilitySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by an instance's user: nothing of theirs is run before the user is changed, at launch, before and checks. */
@Tag("attack")
class UserChangeTest {
    private static final String ROOT = "0";
    private static final String NOBODY = "65534";

    @TempDir
    Path dir;

    /** Whoever runs something of nobody's writes down as which user. */
    private Path seen;

    private Path evil;

    /** Each host its own: in the log of one before, the line that is waited for stands already. */
    private int homes;

    @BeforeEach
    void plant() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root only")
                .isEqualTo(0);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
        seen = Files.createFile(dir.resolve("seen"));
        Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rw-rw-rw-"));
        evil = Files.createDirectory(dir.resolve("evil"));
        Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String program : List.of(
                "setpriv", "setsid", "sh", "dash", "bash", "cat", "env", "printf", "echo", "test", "[", "kill", "mv",
                "ulimit", "umask", "perl", "python3", "getent", "victim")) {
            script(program, "#!/bin/sh\nPATH=/usr/bin:/bin\nid -u >>" + seen + "\nexec " + program + " \"$@\"\n");
        }
        script("rc", "/usr/bin/id -u >>" + seen + "\n");
    }

    private void script(String name, String text) throws IOException {
        Path script = Files.writeString(evil.resolve(name), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(script, "unix:uid", 65_534);
    }

    /** The owner of a file can take a lease on it, for which this server would wait: 45 s at each look at the log. */
    @Test
    void launch_theirLog_canBeWrittenButIsNotTheirs() throws Exception {
        String lease = "import errno,fcntl,os\nfd = os.open('/proc/self/fd/1', os.O_RDONLY | os.O_NONBLOCK)\n"
                + "try:\n  fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)\n  print('taken')\n"
                + "except OSError as e:\n  print(errno.errorcode[e.errno])\n";
        try (HostFixture host = new HostFixture(dir.resolve("home-" + ++homes))) {
            ProcessSpec spec = Specs.user(
                    sh("echo first; echo again >>/dev/stderr; /usr/bin/python3 -c \"" + lease + "\"; echo up"),
                    "nobody",
                    "");
            InstanceId id = host.launch(spec);
            host.exit(id);

            assertThat(host.log(id)).startsWith("first\nagain\n").contains("EACCES\nup");
        }
    }

    /** A link of theirs leads cwd below a folder that only root can enter. Its files may be open to all, for that reason. */
    @Test
    void launch_cwdBelowAFolderThatTheirUserCannotEnter_isRefused() throws Exception {
        Path closed = Files.createDirectory(dir.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path inner = Files.createDirectory(closed.resolve("inner"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(inner.resolve("note"), "root's note");
        Files.setAttribute(evil, "unix:uid", 65_534);
        Files.createSymbolicLink(evil.resolve("closed"), inner);
        Files.setAttribute(evil.resolve("closed"), "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        Path own = Files.createDirectories(evil.resolve("releases/5 \n"));
        Files.createSymbolicLink(evil.resolve("current"), own);
        Files.setAttribute(evil.resolve("current"), "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);

        for (String before : List.of("", "cat note")) {
            try (HostFixture host = new HostFixture(dir.resolve("home-" + ++homes))) {
                ProcessSpec spec = Specs.user(sh("cat note; exec sleep 60"), "nobody", "");
                InstanceId id = host.launch(
                        Specs.before(Specs.cwd(spec, evil.resolve("closed").toString()), before));
                host.logs(id, "launcho: cwd leads to " + inner.toRealPath() + ", which this user can't enter");
                assertThat(host.exit(id).status()).isEqualTo(125);
                assertThat(host.log(id)).doesNotContain("root's note");
            }
        }
        try (HostFixture host = new HostFixture(dir.resolve("home-" + ++homes))) {
            ProcessSpec spec = Specs.user(sh("pwd -P; echo up; exec sleep 60"), "nobody", "");
            host.logs(host.launch(Specs.cwd(spec, evil.resolve("current").toString())), "up");
        }
    }

    /**
     * A process of theirs that stands in a folder of root's for a moment lets all of theirs in: {@code /proc/PID/cwd}. The
     * shell of this server writes down where it stands.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void exec_cwdWasExchangedForALinkOfTheirs_noneOfTheirProcessesStandsThere(boolean mounts) throws Exception {
        SystemTools tools = SystemTools.find(line -> {});
        assumeThat(!mounts || tools.namespaces().obstacle().isEmpty())
                .as("mount namespaces")
                .isTrue();
        Path inner = Files.createDirectories(dir.resolve("closed/inner"));
        Files.setPosixFilePermissions(inner.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(evil, "unix:uid", 65_534);
        Path data = Files.createDirectory(evil.resolve("data"));
        script(
                "sh",
                "#!/bin/sh\n/bin/echo \"$(/usr/bin/id -u) $(/usr/bin/readlink /proc/$$/cwd)\" >>" + seen
                        + "\nexec /bin/sh \"$@\"\n");
        List<String> readOnly = mounts ? List.of("/etc") : List.of();
        try (HostFixture host =
                new HostFixture(dir.resolve("home-" + ++homes), CgroupFactory::find, tools.with(evil.resolve("sh")))) {
            ProcessSpec spec = Specs.cwd(Specs.user(sh("pwd; echo up; exec sleep 60"), "nobody", ""), data.toString());
            InstanceId id = host.launch(Specs.confinement(
                    spec, new ProcessConfinement(false, 0, readOnly, false, CapabilitySet.UNBOUNDED)));
            host.logs(id, data.toRealPath() + "\nup");
            assertThat(host.host.exec(id, List.of("test", "-d", "../data"), HostFixture.SOON))
                    .isZero();
            Files.writeString(seen, "");
            Files.delete(data);
            Files.createSymbolicLink(data, inner);
            Files.setAttribute(data, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);

            assertThat(host.host.exec(id, List.of("true"), HostFixture.SOON)).isEqualTo(125);
        }
        List<String> theirs = Files.readAllLines(seen).stream()
                .filter(line -> line.startsWith(NOBODY))
                .distinct()
                .toList();
        assertThat(theirs).isSubsetOf(NOBODY + " /");
        assertThat(theirs.isEmpty()).as("the mounts' own check refuses before").isEqualTo(mounts);
    }

    /** Launches with before and a check, both ways to hand over, and tells as which users something of theirs ran. */
    private TreeSet<String> users(Map<String, String> env) throws Exception {
        for (boolean loaded : new boolean[] {false, true}) {
            try (HostFixture host = new HostFixture(dir.resolve("home-" + ++homes))) {
                ProcessSpec spec = Specs.user(sh("echo up; exec sleep 60"), "nobody", "");
                for (Map.Entry<String, String> entry : env.entrySet()) {
                    spec = Specs.env(spec, entry.getKey(), entry.getValue());
                }
                spec = Specs.before(spec, "/usr/bin/id -u >/dev/null; command -v victim && victim; true");
                InstanceId id = host.launch(loaded ? Specs.env(spec, "a.b", "dot") : spec);
                host.logs(id, "up");
                host.host.exec(id, List.of("sh", "-c", "/usr/bin/id -u"), HostFixture.SOON);
                host.host.exec(id, List.of("/bin/bash", "-c", "exit 0"), HostFixture.SOON);
            }
        }
        return new TreeSet<>(Files.readAllLines(seen));
    }

    @Test
    void launch_programsNamedLikeOursInPath_runOnlyAsThatUser() throws Exception {
        Map<String, String> env = Map.of("PATH", evil + ":/usr/bin:/bin");

        assertThat(users(env)).as("they do run, but as nobody").containsExactly(NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENV", "BASH_ENV"})
    void launch_filesThatShellsReadAtTheirStart_areReadOnlyAsThatUser(String variable) throws Exception {
        Map<String, String> env = Map.of(variable, evil.resolve("rc").toString());

        assertThat(users(env)).doesNotContain(ROOT);
    }

    @Test
    void launch_variablesThatShellsExpand_areExpandedOnlyAsThatUser() throws Exception {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PS4", "$(/usr/bin/id -u >>" + seen + ")");
        env.put("SHELLOPTS", "xtrace");
        env.put("BASH_FUNC_cat%%", "() { /usr/bin/id -u >>" + seen + "; }");
        env.put("BASH_FUNC_printf%%", "() { /usr/bin/id -u >>" + seen + "; }");
        env.put("IFS", "/");
        env.put("PERL5OPT", "-I" + evil + " -Mevil");
        env.put("PYTHONSTARTUP", evil + "/rc");
        env.put("PYTHONPATH", evil.toString());
        env.put("HOME", "/$(/usr/bin/id -u >>" + seen + ")");
        script("evil.pm", "system('/usr/bin/id -u >>" + seen + "'); 1;\n");
        script("os.py", "import subprocess\nsubprocess.call('/usr/bin/id -u >>" + seen + "', shell=True)\n");

        assertThat(users(env)).doesNotContain(ROOT);
    }

    @Test
    void launch_librariesThatTheLoaderTakes_areLoadedOnlyAsThatUser() throws Exception {
        Path source = Files.writeString(dir.resolve("evil.c"), """
                #include <fcntl.h>
                #include <stdio.h>
                #include <unistd.h>
                unsigned la_version(unsigned v) { return v; }
                int gconv_init(void *s) { return 1; }
                int gconv(void) { return 1; }
                __attribute__((constructor)) static void seen(void) {
                    char line[20];
                    int fd = open("%s", O_WRONLY | O_APPEND);
                    if (fd >= 0) write(fd, line, snprintf(line, sizeof line, "%%d\\n", (int) geteuid()));
                    close(fd);
                }
                """.formatted(seen));
        Path library = evil.resolve("evil.so");
        assumeThat(Stream.of("/usr/bin/gcc", "/usr/bin/cc").anyMatch(cc -> Files.isExecutable(Path.of(cc))))
                .as("a C compiler")
                .isTrue();
        HostFixture.run("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        assertThat(library).exists();
        for (String name : List.of("libcap-ng.so.0", "libc.so.6", "libselinux.so.1", "UTF-8.so")) {
            Files.copy(library, evil.resolve(name));
        }
        script("gconv-modules", "module UTF-8// INTERNAL UTF-8 1\nmodule INTERNAL UTF-8// UTF-8 1\n");

        Map<String, String> preload = Map.of("LD_PRELOAD", library.toString(), "LD_AUDIT", library.toString());
        assertThat(users(preload)).as("it is loaded, but as nobody").containsExactly(NOBODY);
        Map<String, String> path = Map.of(
                "GCONV_PATH",
                evil.toString(),
                "LOCPATH",
                evil.toString(),
                "LC_ALL",
                "xx_XX.UTF-8",
                "NLSPATH",
                evil + "/%N");
        assertThat(users(path)).doesNotContain(ROOT);
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            // With such a libc nothing runs, so this ends at once; before, setpriv loaded it as root.
            ProcessSpec spec = Specs.env(sh("true"), "LD_LIBRARY_PATH", evil.toString());
            assertThat(host.run(Specs.user(spec, "nobody", "")).stage()).isEqualTo(Exit.Stage.COMMAND);
        }
        assertThat(Files.readAllLines(seen)).doesNotContain(ROOT);
    }
}
