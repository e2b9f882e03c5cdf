package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.render.Console;
import dev.launcho.core.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What one run of the program shares between its commands: streams, environment, and the options that all have. */
public final class Session {
    private final Console console;
    private final Map<String, String> environment;
    private String homeFlag = "";
    private String whichFlag = "";

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

    Home home() {
        String userHome = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Home.of(homeFlag, environment("LAUNCHO_HOME"), userHome);
    }

    /** Ready to ask; nothing has been sent yet. */
    AdminClient client() throws Failure {
        return new AdminClient(login(), user());
    }

    Login login() throws Failure {
        return Login.find(home(), whichFlag.isEmpty() ? environment("LAUNCHO_WHICH") : whichFlag);
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
