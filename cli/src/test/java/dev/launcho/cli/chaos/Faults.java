package dev.launcho.cli.chaos;

import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What is done to a site, one at random at a time; each leaves the site so that the next can be done. One thread. */
final class Faults {
    private static final long PATIENCE_MILLIS = 20_000;

    private final Site site;
    private final Disk disk;
    private final Traffic traffic;
    private final Targets targets;
    private final Random random;
    private final List<Fault> all;
    private final TreeMap<String, Integer> done = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();

    private record Fault(String name, int weight, Harm harm) {}

    /** @see #pick */
    private interface Harm {
        /** @return what was done, or empty if there was nothing to harm */
        String run() throws IOException, InterruptedException, Failure;
    }

    Faults(Site site, Disk disk, Traffic traffic, Targets targets, Random random) {
        this.site = site;
        this.disk = disk;
        this.traffic = traffic;
        this.targets = targets;
        this.random = random;
        this.all = List.of(
                new Fault("kill -9 of an instance's command", 6, () -> killOne(false)),
                new Fault("kill -9 of an instance's shim", 3, () -> killOne(true)),
                new Fault("kill -9 of the server", 4, this::killServer),
                new Fault("kill -9 of the server and of instances", 2, this::killServerAndMore),
                new Fault("the server ends, its processes run on", 1, this::leave),
                new Fault("kill -STOP of the server for a while", 2, this::freezeServer),
                new Fault("kill -STOP of an instance for a while", 2, this::freezeShortly),
                new Fault("kill -STOP of an instance for good", 2, this::freezeForGood),
                new Fault("an instance gets unhealthy", 3, this::breakHealth),
                new Fault("another target", 6, this::change),
                new Fault("targets that change ten times a second", 1, this::flap),
                new Fault("restart", 2, this::restart),
                new Fault("a stranger on the port of a new instance", 3, this::steal),
                new Fault("the disk is full", 2, () -> sickDisk(false)),
                new Fault("the disk is read-only", 2, () -> sickDisk(true)),
                new Fault("kill -9 of the server while the disk is full", 1, this::killServerOnFullDisk));
    }

    /** How often each was done. */
    TreeMap<String, Integer> done() {
        return done;
    }

    /** What went otherwise than it should. */
    List<String> surprises() {
        return surprises;
    }

    /** Does one. @return what it was, for people */
    String pick() throws IOException, InterruptedException {
        int ticket = random.nextInt(all.stream().mapToInt(Fault::weight).sum());
        Fault fault = all.get(0);
        for (Fault f : all) {
            fault = f;
            ticket -= f.weight();
            if (ticket < 0) {
                break;
            }
        }
        String what;
        try {
            what = fault.harm().run();
        } catch (Failure refused) {
            what = "refused: " + refused.getMessage();
            surprises.add(fault.name() + ": " + what);
        }
        if (!what.isEmpty()) {
            done.merge(fault.name(), 1, Integer::sum);
        }
        return fault.name() + (what.isEmpty() ? ": nothing to harm" : ": " + what);
    }

    private List<StatusView.Instance> ready(String process) throws IOException, InterruptedException {
        return site.askStatus().processes().stream()
                .filter(p -> p.name().equals(process))
                .flatMap(p -> p.instances().stream())
                .filter(StatusView.Instance::ready)
                .toList();
    }

    /** One that is ready, while another serves: with none left, how long connections are held is bounded. */
    private Optional<StatusView.Instance> victim(String process, int atLeast) throws IOException, InterruptedException {
        List<StatusView.Instance> ready = ready(process);
        return ready.size() < atLeast ? Optional.empty() : Optional.of(ready.get(random.nextInt(ready.size())));
    }

    private Optional<Census.Member> app(String instance) throws IOException {
        return Census.of(site.homeId()).stream()
                .filter(m -> m.instance().equals(instance) && m.isApp())
                .findFirst();
    }

    private String killOne(boolean shim) throws IOException, InterruptedException {
        Optional<StatusView.Instance> victim = victim(random.nextInt(4) == 0 ? "side" : "web", 2);
        if (victim.isEmpty()) {
            return "";
        }
        OptionalLong pid = kill(victim.get().id(), shim);
        return pid.isEmpty() ? "" : victim.get().id() + ", pid " + pid.getAsLong();
    }

    /**
     * Kills while no request is under way; the next one is sent when the instance's command is gone.
     *
     * @param shim its shim is killed, and the command ends with that
     * @return the pid, or empty if its command does not run
     */
    OptionalLong kill(String instance, boolean shim) throws IOException, InterruptedException {
        Optional<Census.Member> app = app(instance);
        if (app.isEmpty()) {
            return OptionalLong.empty();
        }
        long command = app.get().pid();
        long pid = shim ? app.get().parent() : command;
        traffic.pausedFor(() -> {
            Signal.send("KILL", pid);
            awaitGone(command);
        });
        return OptionalLong.of(pid);
    }

    private static void awaitGone(long pid) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (Census.alive(pid)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("pid " + pid + " lives on");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private String killServer() throws IOException, InterruptedException {
        long pid = site.pid();
        site.kill();
        pause(random.nextInt(1_000));
        site.start();
        return "pid " + pid + ", now " + site.pid();
    }

    private String killServerAndMore() throws IOException, InterruptedException {
        site.kill();
        int killed = 0;
        for (Census.Member m : Census.of(site.homeId())) {
            if (random.nextInt(3) == 0) {
                Signal.send("KILL", m.pid());
                killed++;
            }
        }
        site.start();
        return killed + " processes";
    }

    private String leave() throws IOException, InterruptedException, Failure {
        site.leave();
        pause(random.nextInt(500));
        site.start();
        return "now " + site.pid();
    }

    private String freezeServer() throws IOException, InterruptedException {
        Signal.send("STOP", site.pid());
        int millis = 500 + random.nextInt(3_000);
        pause(millis);
        Signal.send("CONT", site.pid());
        return millis + " ms";
    }

    private String freezeShortly() throws IOException, InterruptedException {
        Optional<StatusView.Instance> victim = victim("web", 1);
        Optional<Census.Member> app =
                victim.isEmpty() ? Optional.empty() : app(victim.get().id());
        if (app.isEmpty()) {
            return "";
        }
        int millis = 200 + random.nextInt(1_500);
        Signal.send("STOP", app.get().pid());
        pause(millis);
        Signal.send("CONT", app.get().pid());
        return app.get().instance() + ", " + millis + " ms";
    }

    /** Requests that it has would be lost, so it is one without: it has to be found sick, replaced, and killed. */
    private String freezeForGood() throws IOException, InterruptedException {
        Optional<StatusView.Instance> victim = victim("side", 1);
        Optional<Census.Member> app =
                victim.isEmpty() ? Optional.empty() : app(victim.get().id());
        if (app.isEmpty()) {
            return "";
        }
        Signal.send("STOP", app.get().pid());
        return app.get().instance();
    }

    private String breakHealth() throws IOException, InterruptedException {
        Optional<StatusView.Instance> victim = victim("web", 1);
        if (victim.isEmpty()) {
            return "";
        }
        try {
            Traffic.get(victim.get().ports().get("web"), "/break");
            return victim.get().id();
        } catch (IOException gone) {
            return "";
        }
    }

    private String change() throws Failure, InterruptedException {
        site.target(targets.next());
        pause(random.nextInt(1_500));
        return "version " + targets.version();
    }

    private String flap() throws Failure, InterruptedException {
        for (int i = 0; i < 10; i++) {
            site.target(targets.newVersion());
            pause(100);
        }
        return "up to version " + targets.version();
    }

    private String restart() throws IOException, InterruptedException, Failure {
        Optional<StatusView.Instance> victim = victim("web", 1);
        if (victim.isEmpty()) {
            return "";
        }
        String name = random.nextBoolean() ? "web" : victim.get().id();
        try {
            site.client().restart(name);
        } catch (Failure gone) {
            return "";
        }
        return name;
    }

    private String steal() throws IOException, InterruptedException, Failure {
        Thief thief = new Thief(site.home.instances());
        site.target(targets.newVersion());
        int port = thief.steal(3_000, 500 + random.nextInt(2_000));
        return port == 0 ? "" : "port " + port;
    }

    /** A change that needs the disk is refused with a line; its instances keep running. */
    private String sickDisk(boolean readOnly) throws IOException, InterruptedException {
        String said = "not refused";
        try {
            if (readOnly) {
                disk.readOnly();
            } else {
                disk.fill();
            }
            try {
                String text = targets.newVersion();
                site.target(text);
                // What ends meanwhile makes room. What was accepted has to be there.
                said = Files.readString(site.home.target()).equals(text) ? "there was room for it" : said;
            } catch (Failure refused) {
                said = refused.getMessage();
            }
            if (random.nextBoolean()) {
                killOne(false);
            }
            pause(random.nextInt(1_500));
        } finally {
            disk.restore();
        }
        if (said.equals("not refused") || said.contains("xception") || said.contains("\n")) {
            surprises.add("target set on a sick disk: " + said);
        }
        return said;
    }

    private String killServerOnFullDisk() throws IOException, InterruptedException {
        site.kill();
        try {
            disk.fill();
            site.start();
        } finally {
            disk.restore();
        }
        return "now " + site.pid();
    }

    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
