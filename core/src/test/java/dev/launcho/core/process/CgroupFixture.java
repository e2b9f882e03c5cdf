package dev.launcho.core.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.CgroupMounts;
import java.util.function.Function;

/** Which cgroups of this machine a test's host may use. A test that needs what is not there is skipped, and says why. */
public enum CgroupFixture {
    /** What there is. */
    ANY(home -> CgroupFactory.find(home)),
    /** As on a machine without the unified hierarchy. */
    FIRST_VERSION(home -> CgroupFactory.of(
            CgroupMounts.present().stream().filter(h -> !h.unified()).toList(), home, false)),
    UNIFIED(home -> CgroupFactory.of(
            CgroupMounts.present().stream()
                    .filter(CgroupMounts.Hierarchy::unified)
                    .toList(),
            home,
            false)),
    /** As for an unprivileged server. */
    NONE(home -> CgroupFactory.none());

    public final Function<String, CgroupFactory> finder;

    CgroupFixture(Function<String, CgroupFactory> finder) {
        this.finder = finder;
    }

    /** Skips the test where not a single group can be made. */
    public Function<String, CgroupFactory> needed() {
        return home -> {
            CgroupFactory found = finder.apply(home);
            assumeThat(found.usable())
                    .as("this user can make %s cgroups on this machine", this)
                    .isTrue();
            return found;
        };
    }

    /** Skips the test where no limit on this can be had. */
    public Function<String, CgroupFactory> limiting(String controller) {
        return home -> {
            CgroupFactory found = finder.apply(home);
            assumeThat(found.limits(controller))
                    .as("this user can make cgroups with the controller %s on this machine", controller)
                    .isTrue();
            return found;
        };
    }
}
