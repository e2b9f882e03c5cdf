package dev.launcho.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A check that the clock can be right: tokens expire by it, and events and logs carry its times. */
final class ClockCheck implements DoctorCheck {
    /** The time when this check was written. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration LITTLE = Duration.ofMinutes(1);
    private static final String SET = "timedatectl set-ntp true, or chronyd -q";

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        Instant now = site.now();
        if (now.isBefore(EARLIEST)) {
            return List.of(CheckFinding.failed(name(), "the clock says " + now + ", which is long past", SET));
        }
        for (Path written : List.of(site.home().events(), site.home().lock())) {
            Instant at =
                    Files.exists(written) ? Files.getLastModifiedTime(written).toInstant() : now;
            if (at.isAfter(now.plus(LITTLE))) {
                return List.of(CheckFinding.failed(
                        name(),
                        "the clock says " + now + ", and " + written.getFileName() + " was written at " + at
                                + ": the clock was set back, or was wrong then",
                        SET));
            }
        }
        return List.of(CheckFinding.ok(name(), "the clock says " + now.truncatedTo(ChronoUnit.SECONDS)));
    }
}
