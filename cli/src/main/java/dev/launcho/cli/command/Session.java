package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.render.Console;
import dev.launcho.core.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What one run of the program shares between its commands: streams, environment, and the options that all have. */
public final class Session {
    private final Console console;
    private final Map<String, String> environment;
    private String homeFlag = "";
    private String whichFlag = "";
    private boolean yes;
    private boolean consented;

    public Session(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = Map.copyOf(environment);
    }

    Console console() {
        return console;
    }

    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    void setHome(String flag) {
        homeFlag = flag;
    }

    void setWhich(String flag) {
        whichFlag = flag;
    }

    void setYes(boolean flag) {
        yes = flag;
    }

    Home home() {
        String userHome = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Home.of(homeFlag, environment("LAUNCHO_HOME"), userHome);
    }

    /** Ready to ask; nothing has been sent yet. */
    AdminClient client() throws Failure {
        return new AdminClient(login(), user(), this::consent);
    }

    /** @param patience for a connection */
    AdminClient client(Duration patience) throws Failure {
        return client(login(), patience);
    }

    /** For a server that is not the chosen one. */
    AdminClient client(Login login, Duration patience) throws Failure {
        return new AdminClient(login, user(), this::consent, patience);
    }

    Login login() throws Failure {
        return Login.find(home(), which());
    }

    /** Empty for the only one, or the one of this machine. */
    String which() {
        return whichFlag.isEmpty() ? environment("LAUNCHO_WHICH") : whichFlag;
    }

    /** Of the servers that {@code --which} can name. */
    List<String> servers() {
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
                    "-y says that you mean it; protected: true stands in " + login.file());
        }
        if (!console.ask(login.label() + " is protected. Go on? [y/N] ")) {
            throw new Failure(ExitCode.FAILED, "nothing sent");
        }
        consented = true;
    }

    /** {@code ana@laptop}, without asking any name service. */
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
