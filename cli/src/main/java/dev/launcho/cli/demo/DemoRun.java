package dev.launcho.cli.demo;

import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** One run of the demonstration in a temporary home, which is removed when this JVM ends. One thread. */
public final class DemoRun {
    private final Console console;
    private final Function<Path, CommandTyping> typist;

    /** @param typist makes the {@link CommandTyping} for the server of a home */
    public DemoRun(Console console, Function<Path, CommandTyping> typist) {
        this.console = console;
        this.typist = typist;
    }

    /**
     * @param once whether to return after a success; otherwise the server runs until Ctrl-C
     * @return whether every step succeeded
     */
    public boolean run(boolean once) throws IOException, Failure, InterruptedException {
        PrintStream out = console.out();
        Path home =
                Files.createDirectory(Files.createTempDirectory("launcho-demo-").resolve("home"));
        int port = DemoServer.freePort();
        out.println("Everything happens on this machine, in " + home + ".");
        CommandTyping typing = typist.apply(home);
        out.println();
        out.println("# Start a server.");
        out.println(typing.prompt("launcho server"));
        DemoServer server = new DemoServer(home);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "demo-end"));
        server.start();
        boolean good = new Demo(console, typing, home, port).play();
        if (!once && good) {
            playOn(out, home, port);
            new CountDownLatch(1).await();
        }
        return good;
    }

    private static void playOn(PrintStream out, Path home, int port) {
        out.println();
        out.println("The server stays up until Ctrl-C. In another terminal:");
        out.println("  export LAUNCHO_HOME=" + home);
        out.println("  ./launcho status");
        out.println("  ./launcho logs web");
        out.println("  ./launcho restart web");
        out.println("  ./launcho target edit");
        out.println("  curl http://127.0.0.1:" + port + "/");
    }

    private void end(DemoServer server) {
        try {
            server.close();
        } catch (IOException e) {
            console.err().println("the demo could not remove all of its files: " + e.getMessage());
        }
    }
}
