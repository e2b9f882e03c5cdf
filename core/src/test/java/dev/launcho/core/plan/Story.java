package dev.launcho.core.plan;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What users and faults do to one process, by chance. The same seed tells the same story. */
final class Story {
    private static final List<String> VERSIONS = List.of("v1", "v2", "v3", "v4");

    private final Stage stage;
    private final Floor floor;
    private final Random random;

    Story(Stage stage, Floor floor, long seed) {
        this.stage = stage;
        this.floor = floor;
        this.random = new Random(seed);
    }

    /** Users deploy; versions are good or never become so. Nothing else goes wrong. */
    void deploys(int count) {
        VERSIONS.forEach(v -> stage.conduct(v, random.nextInt(3) > 0 ? good() : bad()));
        for (int n = 0; n < count; n++) {
            deploy(Policies.replicas(random.nextInt(5)));
            stage.run(Duration.ofMillis(time()));
        }
    }

    /** Users do whatever they like while everything that can go wrong does. */
    void faults(int count) {
        for (int n = 0; n < count; n++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    stage.conduct(version(), any());
                    deploy(anyPolicy());
                }
                case 3 -> stage.waitFor(anyPolicy());
                case 4 -> stage.remove();
                case 5, 6, 7 -> someone(i -> stage.crash(i, random.nextInt(4)));
                case 8, 9 -> someone(stage::sicken);
                case 10 -> someone(i -> stage.probe(i, true));
                default -> someone(stage::condemn);
            }
            stage.run(Duration.ofMillis(time()));
        }
    }

    private void someone(java.util.function.Consumer<InstanceId> what) {
        List<Instance> all = stage.state().instances();
        if (!all.isEmpty()) {
            what.accept(all.get(random.nextInt(all.size())).id());
        }
    }

    private void deploy(Policy policy) {
        floor.deploys(policy.replicas());
        stage.deploy(version(), policy);
    }

    private String version() {
        return VERSIONS.get(random.nextInt(VERSIONS.size()));
    }

    /** Mostly short, so that things happen in the midst of others. */
    private long time() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1, 2 -> random.nextInt(300);
            case 3, 4 -> random.nextInt(5_000);
            default -> random.nextInt(200_000);
        };
    }

    private Conduct good() {
        return Conduct.GOOD
                .readyIn(random.nextInt(2) == 0 ? 50 : random.nextInt(50_000))
                .drainsIn(drain())
                .stopsIn(stop());
    }

    private Conduct bad() {
        return switch (random.nextInt(3)) {
            case 0 -> Conduct.NEVER_READY.stopsIn(stop());
            case 1 -> Conduct.NEVER_READY.exitsIn(random.nextInt(3_000), 1);
            default -> Conduct.GOOD.readyIn(100).exitsIn(200 + random.nextInt(800), 1);
        };
    }

    private Conduct any() {
        Conduct c = random.nextBoolean() ? good() : bad();
        return random.nextInt(4) == 0 ? c.exitsIn(random.nextInt(100_000), random.nextInt(2)) : c;
    }

    private Policy anyPolicy() {
        Policy.Update update = random.nextInt(4) == 0 ? Policy.Update.RECREATE : Policy.Update.SURGE;
        Policy.Restart[] restarts = Policy.Restart.values();
        Policy.Restart restart = random.nextInt(3) == 0 ? restarts[random.nextInt(restarts.length)] : restarts[0];
        return Policies.of(random.nextInt(5), update, restart);
    }

    private long drain() {
        return random.nextInt(5) == 0 ? Conduct.NEVER : random.nextInt(40_000);
    }

    private long stop() {
        return random.nextInt(5) == 0 ? Conduct.NEVER : random.nextInt(12_000);
    }
}
