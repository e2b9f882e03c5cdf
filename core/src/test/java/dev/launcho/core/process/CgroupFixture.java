package dev.launcho.core.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.function.Function;

/** Which cgroups of this machine a test's host may use. A test that needs what is not there is skipped, and says why. */
enum CgroupFixture {
    /** What there is. */
    ANY(home -> Cgroups.find(home)),
    /** As on a machine without the unified hierarchy. */
    FIRST_VERSION(home ->
            Cgroups.of(CgroupMounts.present().stream().filter(h -> !h.unified()).toList(), home, false)),
    UNIFIED(home -> Cgroups.of(
            CgroupMounts.present().stream()
                    .filter(CgroupMounts.Hierarchy::unified)
                    .toList(),
            home,
            false)),
    /** As for an unprivileged server. */
    NONE(home -> Cgroups.none());

    final Function<String, Cgroups> finder;

    CgroupFixture(Function<String, Cgroups> finder) {
        this.finder = finder;
    }

    /** Skips the test where not a single group can be made. */
    Function<String, Cgroups> needed() {
        return home -> {
            Cgroups found = finder.apply(home);
            assumeThat(found.usable())
                    .as("this user can make %s cgroups on this machine", this)
                    .isTrue();
            return found;
        };
    }

    /** Skips the test where no limit on this can be had. */
    Function<String, Cgroups> limiting(String controller) {
        return home -> {
            Cgroups found = finder.apply(home);
            assumeThat(found.limits(controller))
                    .as("this user can make cgroups with the controller %s on this machine", controller)
                    .isTrue();
            return found;
        };
    }
}
