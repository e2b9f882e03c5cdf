package dev.launcho.cli.doctor;

import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The list of all checks, which run one after the other. */
public final class DoctorRun {
    private static final List<DoctorCheck> CHECKS = List.of(
            new HomeCheck(),
            new ModesCheck(),
            new ConfigCheck(),
            new KeyCheck(),
            new CertificateCheck(),
            new CgroupCheck(),
            new PortsCheck(),
            new ClockCheck(),
            new FilesCheck(),
            new LocaleCheck(),
            new DiskCheck(),
            new ToolsCheck());

    private DoctorRun() {}

    /** Runs all checks and returns at least one finding for each. */
    public static List<CheckFinding> look(DoctorContext site) {
        List<CheckFinding> findings = new ArrayList<>();
        for (DoctorCheck check : CHECKS) {
            try {
                findings.addAll(check.look(site));
            } catch (IOException e) {
                findings.add(CheckFinding.failed(
                        check.name(),
                        "this check could not be made: " + FileFailure.words(e),
                        "try it as root, with sudo"));
            }
        }
        return findings;
    }
}
