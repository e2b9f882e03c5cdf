package dev.launcho.core.process.system;

import dev.launcho.core.disk.SystemPrograms;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The system programs with which this server starts instances, by absolute path. They are looked up once, in the
 * system's folders only. PATH is ignored: a server that runs as root must not start a program that another user has put
 * there. Immutable.
 *
 * @param head reads the output of other users' programs
 * @param setpriv the setpriv of util-linux, which changes the user; empty where there is none
 * @param refusing a setpriv that can keep a process from gaining privileges; empty where there is none
 * @param namespaces for instances with mounts of their own
 * @param signals words to put before a command to reset its signals to those at login; empty where they are not needed
 * @param loader hands on variables that {@code sh} can't; empty where there is none
 * @param getent knows users and groups that are not in the files of /etc; the file may be missing
 */
public record SystemTools(
        Path sh,
        Path cat,
        Path head,
        Path setsid,
        Optional<Path> setpriv,
        Optional<Path> refusing,
        MountNamespaces namespaces,
        List<String> signals,
        Optional<EnvironmentLoader> loader,
        ShellNames names,
        Path getent) {

    /** PATH of every program that the server starts before the instance's own command. */
    static final String PATH = String.join(":", SystemPrograms.FOLDERS);

    private static final int TRIAL_SECONDS = 30;

    public SystemTools {
        signals = List.copyOf(signals);
    }

    /**
     * Looks the programs up. Blocks, for some milliseconds.
     *
     * @param warnings receives what instances will have to do without
     * @throws IOException if one is missing, or the machine does not tell what it can do
     */
    public static SystemTools find(Consumer<String> warnings) throws IOException {
        Path sh = Files.isExecutable(Path.of("/bin/sh")) ? Path.of("/bin/sh") : need("sh", "dash");
        Optional<Path> setpriv = program("setpriv");
        Optional<Path> refusing = setpriv.isPresent() && refuses(setpriv.get()) ? setpriv : Optional.empty();
        if (refusing.isEmpty()) {
            warnings.accept("processes can gain privileges through setuid programs: this machine has no"
                    + " setpriv that can prevent it; install util-linux");
        }
        return new SystemTools(
                sh,
                need("cat", "coreutils"),
                need("head", "coreutils"),
                need("setsid", "util-linux"),
                setpriv.filter(SystemTools::changesUser),
                refusing,
                new MountNamespaces(program("unshare"), program("mount"), sh),
                SignalReset.words(program("env"), need("cat", "coreutils"), warnings),
                findLoader(),
                ShellNames.of(sh),
                Path.of(SystemPrograms.path("getent")));
    }

    private static Optional<EnvironmentLoader> findLoader() throws IOException {
        Optional<Path> perl = program("perl");
        if (perl.isPresent()) {
            return Optional.of(EnvironmentLoader.perl(perl.get()));
        }
        Optional<Path> python = program("python3")
                .or(() -> Optional.of(Path.of("/usr/libexec/platform-python")).filter(Files::isExecutable));
        return python.isPresent() ? Optional.of(EnvironmentLoader.python(python.get())) : Optional.empty();
    }

    private static Path need(String name, String packageName) throws IOException {
        return program(name)
                .orElseThrow(() -> new IOException(name + " is in none of " + String.join(", ", SystemPrograms.FOLDERS)
                        + ": install " + packageName));
    }

    public static Optional<Path> program(String name) {
        return SystemPrograms.find(name);
    }

    /** Tries {@code --no-new-privs}: busybox's setpriv may know it, an old setpriv does not. */
    private static boolean refuses(Path setpriv) throws IOException {
        try {
            return SystemTrial.succeeds(
                    List.of(setpriv.toString(), "--no-new-privs", "--", "/bin/sh", "-c", ":"), TRIAL_SECONDS);
        } catch (ServerShortage unknown) {
            throw new IOException(
                    "it could not be tried whether " + setpriv + " keeps processes from gaining privileges: "
                            + unknown.getMessage() + "; start the server again when the machine has less to do");
        }
    }

    /** Returns whether this setpriv can change the user: busybox's can't, and root in a container may lack the capabilities. */
    private static boolean changesUser(Path setpriv) {
        try {
            boolean may = !Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) || HardLimits.changesUser();
            return may && !setpriv.toRealPath().getFileName().toString().startsWith("busybox");
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Starts one of these programs. Its environment holds PATH and the mark, and nothing else of the instance.
     *
     * @throws ServerShortage if descriptors, memory or processes are used up
     */
    public Process start(ProcessBuilder builder, String mark) throws IOException {
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put(InstanceEnvironment.MARK, mark);
        try {
            return SpawnFailures.start(builder);
        } catch (IOException e) {
            Path in = builder.directory().toPath();
            if (!Files.isDirectory(in)) {
                throw new IOException("cwd: " + in + " is not a directory on this machine", e);
            }
            // The message begins with our program; the cause carries the system's own message.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("no process can be started in " + in + ": " + cause.getMessage(), e);
        }
    }

    /** Returns whether an instance can be given a variable of this name. */
    public boolean handOn(String variable) {
        return loader.isPresent() || names.handsOn(variable);
    }

    /** Returns a copy with another shell. */
    public SystemTools with(Path shell) throws IOException {
        return new SystemTools(
                shell, cat, head, setsid, setpriv, refusing, namespaces, signals, loader, ShellNames.of(shell), getent);
    }

    /** Returns a copy with another loader, or none. */
    public SystemTools with(Optional<EnvironmentLoader> other) {
        return new SystemTools(sh, cat, head, setsid, setpriv, refusing, namespaces, signals, other, names, getent);
    }

    /** Returns a copy that asks another program for users and groups. */
    public SystemTools asking(Path other) {
        return new SystemTools(sh, cat, head, setsid, setpriv, refusing, namespaces, signals, loader, names, other);
    }

    /** Returns a copy with other words before each command. */
    public SystemTools behind(List<String> words) {
        return new SystemTools(sh, cat, head, setsid, setpriv, refusing, namespaces, words, loader, names, getent);
    }
}
