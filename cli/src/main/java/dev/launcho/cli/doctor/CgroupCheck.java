package dev.launcho.cli.doctor;

import dev.launcho.core.process.cgroup.CgroupPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A check that a server could make cgroups for its instances. */
final class CgroupCheck implements DoctorCheck {
    @Override
    public String name() {
        return "cgroups";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        CgroupPlaces places = CgroupPlaces.present();
        if (!places.writable().isEmpty()) {
            String where = places.writable().stream().map(Path::toString).collect(Collectors.joining(", "));
            return List.of(CheckFinding.ok(name(), "cgroups can be made in " + where));
        }
        String without = "limits are not enforced, and a stop may miss daemons";
        return places.all().isEmpty()
                ? List.of(CheckFinding.warning(
                        name(),
                        "no cgroups are mounted here: " + without,
                        "mount -t cgroup2 none /sys/fs/cgroup, or in a container: docker run --cgroupns=private"))
                : List.of(CheckFinding.warning(
                        name(),
                        places.all().get(0) + " can't be written: " + without,
                        "run the server as root, or by systemd with Delegate=yes and DelegateSubgroup=server"));
    }
}
