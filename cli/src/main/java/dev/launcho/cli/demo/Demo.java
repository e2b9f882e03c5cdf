package dev.launcho.cli.demo;

import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.AnsiStyle;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The steps of the demonstration, in order. A step that fails before the load begins ends them; later ones fail in the
 * receipt. One thread.
 */
final class Demo {
    private static final String ONE = "Hello from version one";
    private static final String TWO = "Hello from version two";
    private static final long ANSWER_SECONDS = 30;

    private final Console console;
    private final CommandTyping typing;
    private final PrintStream out;
    private final Path home;
    private final int port;
    private final AtomicLong killedAt = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong firstAfterKill = new AtomicLong();
    private final CountDownLatch answeredAfterKill = new CountDownLatch(1);
    private final CountDownLatch sawVersionTwo = new CountDownLatch(1);
    private final AtomicLong firstVersionTwo = new AtomicLong();

    Demo(Console console, CommandTyping typing, Path home, int port) {
        this.console = console;
        this.typing = typing;
        this.out = console.out();
        this.home = home;
        this.port = port;
    }

    /** @return whether every step succeeded and no request failed during the upgrade */
    boolean play() throws IOException, Failure, InterruptedException {
        Path app = home.resolve("App.java");
        Path target = home.resolve("target.yaml");
        Files.writeString(app, resource("App.java"));
        Files.writeString(
                target,
                resource("target.yaml").replace("@JAVA@", DemoServer.java()).replace("@PORT@", "" + port));
        step("Upload the application: a single Java file. Its id is the hash of its bytes.");
        String id = typing.output("resource", "up", app.toString());
        step("Keep its id in a secret, to which the target will refer. No process uses the secret yet.");
        boolean good = typing.type("secret", "set", "BUNDLE_RESOURCE_ID", id) == 0;
        step("Set the target: one process, its health check, and a service on 127.0.0.1:" + port + ".");
        good &= typing.type("target", "set", target.toString()) == 0;
        step("Show the status.");
        good &= typing.type("status") == 0;
        if (!good || !says(ONE)) {
            return false;
        }
        step("From here on four clients send requests to 127.0.0.1:" + port + " without a pause.");
        try (RequestLoad load = new RequestLoad(port, this::watch).start()) {
            return upgradeAndKill(app, load);
        }
    }

    private boolean upgradeAndKill(Path app, RequestLoad load) throws IOException, Failure, InterruptedException {
        TimeUnit.SECONDS.sleep(1);
        step("Upgrade: upload version two, point the secret at it. The new one starts, passes its check, takes over.");
        Files.writeString(app, resource("App.java").replace(ONE, TWO));
        String id = typing.output("resource", "up", app.toString());
        long began = System.nanoTime();
        boolean good = typing.type("secret", "set", "BUNDLE_RESOURCE_ID", id) == 0;
        good &= sawVersionTwo.await(ANSWER_SECONDS, TimeUnit.SECONDS) && says(TWO);
        long sentForUpgrade = load.sent();
        long failedForUpgrade = load.failed();
        StatusView.Instance victim = typing.status().processes().get(0).instances().stream()
                .filter(StatusView.Instance::ready)
                .findFirst()
                .orElseThrow(() -> new IOException("no instance is ready"));
        step("Kill the application. New connections are held until it runs again.");
        out.println(typing.prompt("kill -9 " + victim.pid() + "    # " + victim.id()));
        kill(victim.pid());
        good &= answeredAfterKill.await(ANSWER_SECONDS, TimeUnit.SECONDS);
        TimeUnit.SECONDS.sleep(1);
        step("Show the last events, newest last.");
        good &= typing.type("events", "--tail", "8") == 0;
        load.close();
        return receipt(good, load, sentForUpgrade, failedForUpgrade, began);
    }

    /** Kills a process and waits until it is gone. Time counts from then, as the process may still answer before. */
    private void kill(long pid) throws IOException {
        ProcessHandle victim =
                ProcessHandle.of(pid).orElseThrow(() -> new IOException("process " + pid + " is gone already"));
        victim.destroyForcibly();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (victim.isAlive() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        killedAt.set(System.nanoTime());
    }

    private boolean receipt(boolean good, RequestLoad load, long sentUpgrade, long failedUpgrade, long began) {
        long later = load.failed() - failedUpgrade;
        AnsiStyle paint = console.paint(Console.Stream.OUT);
        boolean clean = good && failedUpgrade == 0;
        AnsiStyle.Colour colour = clean ? AnsiStyle.Colour.GREEN : AnsiStyle.Colour.RED;
        out.println();
        out.println(paint.paint(colour, clean ? "Receipt" : "Receipt (something went wrong)"));
        out.printf(Locale.ROOT, "  requests sent                    %,d%n", load.sent());
        out.printf(Locale.ROOT, "  failed during the upgrade        %,d of %,d%n", failedUpgrade, sentUpgrade);
        out.printf(Locale.ROOT, "  time to replace                  %.1f s%n", seconds(firstVersionTwo.get() - began));
        out.printf(Locale.ROOT, "  failed by kill -9 (in flight)    %,d%n", later);
        out.printf(
                Locale.ROOT,
                "  time to restart                  %.1f s, the application's own start included%n",
                seconds(firstAfterKill.get() - killedAt.get()));
        return clean;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private void watch(RequestLoad.Answer answer) {
        if (answer.body().equals(TWO) && sawVersionTwo.getCount() > 0) {
            firstVersionTwo.compareAndSet(0, answer.endedAt());
            sawVersionTwo.countDown();
        }
        if (answer.startedAt() > killedAt.get() && answeredAfterKill.getCount() > 0) {
            firstAfterKill.compareAndSet(0, answer.endedAt());
            answeredAfterKill.countDown();
        }
    }

    private boolean says(String expected) throws IOException {
        out.println(typing.prompt("curl http://127.0.0.1:" + port + "/"));
        String answer = RequestLoad.get(port);
        out.println(answer);
        return answer.equals(expected);
    }

    private void step(String what) {
        out.println();
        out.println(console.paint(Console.Stream.OUT).paint(AnsiStyle.Colour.BOLD, "# " + what));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
