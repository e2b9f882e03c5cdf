package dev.launcho.core.plan;

import dev.launcho.core.model.Policy;
import java.time.Duration;

/** Policies for tests: the defaults but for what is named. */
final class Policies {
    static final Policy ONE = Policy.DEFAULT;
    static final Policy THREE = replicas(3);

    private Policies() {}

    static Policy replicas(int n) {
        return of(n, Policy.Update.SURGE, Policy.Restart.ALWAYS);
    }

    static Policy recreate(int n) {
        return of(n, Policy.Update.RECREATE, Policy.Restart.ALWAYS);
    }

    static Policy restart(Policy.Restart restart) {
        return of(1, Policy.Update.SURGE, restart);
    }

    static Policy of(int n, Policy.Update update, Policy.Restart restart) {
        Policy d = Policy.DEFAULT;
        return new Policy(n, update, restart, d.minHealthy(), d.startTimeout(), d.drain(), d.stop());
    }

    static Policy timed(int n, Duration minHealthy, Duration startTimeout) {
        Policy d = Policy.DEFAULT;
        return new Policy(n, d.update(), d.restart(), minHealthy, startTimeout, d.drain(), d.stop());
    }
}
