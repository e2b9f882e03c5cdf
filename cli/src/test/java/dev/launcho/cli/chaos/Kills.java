package dev.launcho.cli.chaos;

import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The server is killed a hundred times (KILLS) in the middle of rollouts. Each time the next one has to end up with exactly
 * what is wanted: what nobody touched has the same pids throughout, and what of the new version ran when the server died
 * still runs.
 */
public final class Kills {
    private static final int DEFAULT_KILLS = 100;
    private static final int LATEST_MILLIS = 700;
    private static final int REPLICAS = 3;

    private final Site site;
    private final Random random;
    private final List<String> wrong = new ArrayList<>();
    private Set<Long> untouched = Set.of();
    private int survived;

    private Kills(Site site, Random random) {
        this.site = site;
        this.random = random;
    }

    /** Its only argument is the folder that {@code launcho} is in. */
    public static void main(String[] args) throws Exception {
        String given = System.getenv().getOrDefault("SEED", "");
        long seed = given.isEmpty() ? new Random().nextInt(1_000_000) : Long.parseLong(given);
        int kills = Integer.parseInt(System.getenv().getOrDefault("KILLS", "" + DEFAULT_KILLS));
        System.out.println("kills: SEED=" + seed + " KILLS=" + kills);
        Path dir = Files.createTempDirectory("launcho-kills.");
        Random random = new Random(seed);
        boolean good;
        try (Site site = new Site(Path.of(args[0]).toAbsolutePath(), dir, random)) {
            good = new Kills(site, random).run(kills);
            if (!good) {
                System.out.println(site.logTail(80));
            }
        }
        dev.launcho.core.disk.Folders.remove(dir);
        System.exit(good ? 0 : 1);
    }

    private boolean run(int kills) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try {
            site.target(yaml(0));
            site.awaitStatus("the first target runs", Site::settled);
            untouched = apps("still");
            for (int version = 1; version <= kills && wrong.isEmpty(); version++) {
                once(version);
            }
        } catch (IOException | Failure e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        wrong.forEach(line -> System.out.println("WRONG  " + line));
        System.out.printf(
                "%d kills in %d s; %d instances of the version under way lived through one; those untouched have kept"
                        + " their pids %s; the service was away for at most %.1f s%n",
                site.down.count(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                survived,
                untouched,
                site.down.longestSeconds());
        return wrong.isEmpty();
    }

    private void once(int version) throws IOException, InterruptedException, Failure {
        site.target(yaml(version));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_MILLIS));
        site.kill();
        Set<Long> running = appsOf(version);
        site.start();
        site.awaitStatus("version " + version + " runs", Site::settled);
        Set<Long> after = appsOf(version);
        survived += running.size();
        if (!after.containsAll(running)) {
            wrong.add("kill " + version + ": " + running + " ran the new version when the server died, afterwards "
                    + after);
        }
        if (!apps("still").equals(untouched)) {
            wrong.add("kill " + version + ": nothing of \"still\" was changed, but " + untouched + " is now "
                    + apps("still"));
        }
        Findings findings = new Findings(site);
        for (int tries = 0; tries < 100; tries++) {
            findings = new Findings(site);
            findings.settled(site.status().orElseThrow());
            if (findings.wrong().isEmpty()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        findings.wrong().forEach(line -> wrong.add("kill " + version + ": " + line));
    }

    private Set<Long> appsOf(int version) throws IOException {
        return Census.of(site.homeId()).stream()
                .filter(m -> m.isApp() && m.version().equals("" + version))
                .map(Census.Member::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Long> apps(String process) throws IOException {
        Set<String> its = site.status().stream()
                .flatMap(s -> s.processes().stream())
                .filter(p -> p.name().equals(process))
                .flatMap(p -> p.instances().stream())
                .map(StatusView.Instance::id)
                .collect(Collectors.toSet());
        return Census.of(site.homeId()).stream()
                .filter(m -> m.isApp() && its.contains(m.instance()))
                .map(Census.Member::pid)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Processes that start at once, so that a kill comes upon many a step of a rollout; and one that is asked. */
    private String yaml(int version) {
        return "processes:\n  - {name: web, command: [sleep, \"100000\"], env: {VERSION: \"" + version
                + "\"}, replicas: "
                + REPLICAS + ", min_healthy: 50ms}\n  - {name: still, command: [sleep, \"200000\"], replicas: "
                + REPLICAS
                + "}\n  - name: asked\n    command: " + ChaosApp.command("ASKED") + "\n    receives: [asked]\n"
                + "    health: {service: asked, path: /health}\nservices:\n  - {name: asked, on: \"127.0.0.1:"
                + site.service + "\"}\n";
    }
}
