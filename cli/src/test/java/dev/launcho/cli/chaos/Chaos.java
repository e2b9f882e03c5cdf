package dev.launcho.cli.chaos;

import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Fault injection on real processes, {@code make chaos}: under steady load one fault after the other for SECONDS, then all
 * has to be as if nothing had been. SEED makes the same faults in the same order.
 */
public final class Chaos {
    private static final long DEFAULT_SECONDS = 300;
    private static final int CHURN = 12;
    private static final int LOOKS = 20;

    private final Site site;
    private final Traffic traffic;
    private final Targets targets;
    private final Faults faults;
    private final Findings findings;
    private final long began = System.nanoTime();

    private Chaos(Site site, Disk disk, Traffic traffic, Targets targets, Random random) {
        this.site = site;
        this.traffic = traffic;
        this.targets = targets;
        this.faults = new Faults(site, disk, traffic, targets, random);
        this.findings = new Findings(site);
    }

    /** Its only argument is the folder that {@code launcho} is in. */
    public static void main(String[] args) throws Exception {
        long seed = setting("SEED", new Random().nextInt(1_000_000));
        long seconds = setting("SECONDS", DEFAULT_SECONDS);
        Path dir = Files.createTempDirectory("launcho-chaos.");
        boolean good = false;
        try (Disk disk = new Disk(dir.resolve("disk"))) {
            Files.createSymbolicLink(dir.resolve("home"), dir.resolve("disk/home"));
            Files.createDirectories(dir.resolve("disk/home"));
            System.out.printf("chaos: SEED=%d SECONDS=%d, the home lies on %s%n", seed, seconds, disk.kind());
            good = run(Path.of(args[0]).toAbsolutePath(), dir, disk, new Random(seed), seconds);
        } catch (Exception e) {
            // Whatever it is: how to see it again comes last.
            e.printStackTrace(System.out);
        }
        System.out.println(
                good
                        ? "chaos: all is well"
                        : "chaos: FAILED; again with SEED=" + seed + " SECONDS=" + seconds + ", kept: " + dir);
        if (good) {
            dev.launcho.core.disk.Folders.remove(dir);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean run(Path root, Path dir, Disk disk, Random random, long seconds) throws Exception {
        try (Site site = new Site(root, dir, random)) {
            // The same for all that sets one: a target that is set already needs no disk, and is not refused by a sick
            // one.
            Targets targets = new Targets(site.service, random);
            try (Traffic traffic = start(site, targets)) {
                return new Chaos(site, disk, traffic, targets, random).run(seconds);
            }
        }
    }

    private boolean run(long seconds) throws IOException, InterruptedException {
        try {
            harm(seconds);
            settle("after the faults");
            churn();
            settle("after the churn");
            traffic.end();
            end();
        } catch (IOException | Failure e) {
            findings.add(e.getMessage() + "\n" + site.logTail(5));
        }
        return verdict();
    }

    private static Traffic start(Site site, Targets first) throws Exception {
        site.target(first.first());
        site.awaitStatus("the first target runs", s -> s.services().stream().anyMatch(x -> x.ready() > 0));
        return new Traffic(site.service);
    }

    private static long setting(String name, long otherwise) {
        String text = System.getenv().getOrDefault(name, "");
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }

    private void harm(long seconds) throws IOException, InterruptedException {
        site.homeId();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            int failed = traffic.failures().size();
            say(faults.pick());
            if (!site.lives()) {
                throw new IOException("the server has ended by itself:\n" + site.logTail(30));
            }
            unexplained().stream().skip(Math.max(0, failed)).limit(3).forEach(f -> say("    FAILED REQUEST: " + f));
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, what);
    }

    private StatusView settle(String when) throws IOException, InterruptedException, Failure {
        site.target(targets.last());
        site.awaitStatus("settled " + when, Site::settled);
        // What is over is still being removed by the server's threads. The look that finds nothing wrong is the one
        // that counts.
        StatusView s = site.askStatus();
        Findings look = look(s);
        for (int tries = 0; !look.wrong().isEmpty() && tries < 150; tries++) {
            TimeUnit.MILLISECONDS.sleep(200);
            s = site.askStatus();
            look = look(s);
        }
        look.wrong().forEach(findings::add);
        say("settled " + when + ": "
                + s.processes().stream()
                        .map(p -> p.name() + " " + p.ready() + "/" + p.wanted())
                        .toList());
        return s;
    }

    private Findings look(StatusView s) throws IOException {
        Findings look = new Findings(site);
        look.settled(s);
        return look;
    }

    /** The same server through a number of rollouts and crashes: it may not hold more afterwards. */
    private void churn() throws IOException, InterruptedException, Failure {
        TimeUnit.SECONDS.sleep(12); // Idle threads go after ten.
        Map<String, Integer> before = held();
        for (int i = 0; i < CHURN; i++) {
            site.target(targets.newVersion());
            site.awaitStatus("rollout " + i, Site::settled);
            int turn = i;
            site.await("rollout " + i + " has a command whose shim can be killed", () -> {
                List<StatusView.Instance> web =
                        site.askStatus().processes().get(0).instances();
                return faults.kill(web.get(turn % web.size()).id(), true).isPresent();
            });
        }
        settle("in the churn");
        TimeUnit.SECONDS.sleep(12);
        Map<String, Integer> after = held();
        say("the server holds " + before + ", after " + CHURN + " rollouts and crashes " + after);
        findings.leaks(before, after);
    }

    /** The least of some looks while no request is under way: probes, and threads that end, come on top. */
    private Map<String, Integer> held() throws IOException, InterruptedException {
        Map<String, Integer> least = new TreeMap<>();
        traffic.pausedFor(() -> {
            for (int look = 0; look < LOOKS; look++) {
                least.merge("descriptors", Census.descriptors(site.pid()), Math::min);
                least.merge("threads", Census.threads(site.pid()), Math::min);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        });
        return least;
    }

    private void end() throws IOException, InterruptedException {
        int exit = site.stop();
        findings.stopped(exit);
        say("stopped, exit " + exit);
    }

    private List<Traffic.Failed> unexplained() {
        return traffic.failures().stream()
                .filter(f -> !site.down.overlaps(f.from(), f.to()))
                .toList();
    }

    private boolean verdict() throws IOException {
        List<Traffic.Failed> unexplained = unexplained();
        unexplained.stream()
                .limit(10)
                .forEach(f -> findings.add(String.format(
                        Locale.ROOT,
                        "a request failed at %.3f s after %.3f s: %s",
                        (f.from() - began) / 1e9,
                        (f.to() - f.from()) / 1e9,
                        f.what())));
        faults.surprises().forEach(findings::add);
        site.stackTraces().forEach(line -> findings.add("the server printed: " + line));
        faults.done().forEach((name, times) -> System.out.printf("%6d x %s%n", times, name));
        System.out.printf(
                Locale.ROOT,
                "%d requests, %d failed, %d of them while the server was down (%d times, at most %.1f s)%n",
                traffic.sent(),
                traffic.failures().size(),
                traffic.failures().size() - unexplained.size(),
                site.down.count(),
                site.down.longestSeconds());
        findings.wrong().forEach(line -> System.out.println("WRONG  " + line));
        return findings.wrong().isEmpty();
    }
}
