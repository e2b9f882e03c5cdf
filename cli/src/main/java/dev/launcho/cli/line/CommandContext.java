package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.render.Console;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The context of one run of the program: streams, environment, and the options that all commands have. */
public final class CommandContext {
    private final Console console;
    private final Map<String, String> environment;
    private String homeFlag = "";
    private String whichFlag = "";
    private boolean yes;
    private boolean consented;

    public CommandContext(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = Map.copyOf(environment);
    }

    public Console console() {
        return console;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    public void setHome(String flag) {
        homeFlag = flag;
    }

    public void setWhich(String flag) {
        whichFlag = flag;
    }

    public void setYes(boolean flag) {
        yes = flag;
    }

    public HomeDirectory home() {
        String userHome = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return HomeDirectory.of(homeFlag, environment("LAUNCHO_HOME"), userHome);
    }

    /** Returns a client of the chosen server; nothing has been sent yet. */
    public AdminClient client() throws Failure {
        return new AdminClient(login(), user(), this::consent);
    }

    /** @param patience the longest wait for a connection */
    public AdminClient client(Duration patience) throws Failure {
        return client(login(), patience);
    }

    /** Returns a client of a server that may not be the chosen one. */
    public AdminClient client(Login login, Duration patience) throws Failure {
        return new AdminClient(login, user(), this::consent, patience);
    }

    public Login login() throws Failure {
        return Login.find(home(), which());
    }

    /** Returns the name of the chosen server; empty for the only one, or the one of this machine. */
    public String which() {
        return whichFlag.isEmpty() ? environment("LAUNCHO_WHICH") : whichFlag;
    }

    /** Returns the names of the servers that {@code --which} can name. */
    public List<String> servers() {
        return Login.names(home());
    }

    /** Asks once before a protected server is changed. */
    private void consent(Login login) throws Failure {
        if (!login.auth().isProtected() || yes || consented) {
            return;
        }
        if (!console.isTerminal(Console.Stream.IN)) {
            throw new Failure(
                    ExitCode.USAGE,
                    login.label() + " is protected, nothing sent",
                    "-y confirms the change; protected: true is set in " + login.file());
        }
        if (!console.ask(login.label() + " is protected. Go on? [y/N] ")) {
            throw new Failure(ExitCode.FAILED, "nothing sent");
        }
        consented = true;
    }

    /** Returns {@code ana@laptop}, without asking a name service. */
    private static String user() {
        String host;
        try {
            host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            host = "unknown";
        }
        return (System.getProperty("user.name") + "@" + host).replaceAll("[^!-~]", "");
    }
}
