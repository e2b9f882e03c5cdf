package dev.launcho.core.process.confine;

import dev.launcho.core.disk.FileOwner;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders that replace {@code /tmp} and {@code /var/tmp} for instances. Only the server can enter the folder that
 * holds them; an instance sees its own by a mount. Any thread.
 */
public final class PrivateTmp {
    private static final List<Path> MACHINES = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

    /** The mode of /tmp: everybody may write, and change only their own files. */
    private static final int STICKY = 01777;

    private final Path base;

    /**
     * One folder of an instance.
     *
     * @param own the instance's folder
     * @param machines the machine's folder that it replaces
     * @param cwd where the working directory moves, if it lies below the machine's folder
     */
    record Place(Path own, Path machines, Optional<Moved> cwd) {}

    record Moved(Path from, Path to) {}

    /** @param base a folder that only the server can enter; it is made where it is needed */
    public PrivateTmp(Path base) {
        this.base = base;
    }

    /** Returns the folders of an instance, in the order in which they have to be mounted. Makes those that are missing. */
    List<Place> of(InstanceId id, Path cwd) throws IOException {
        Path made =
                Folders.make(base, "rwx------").toRealPath(); // Mounts follow no link, and the home may lie behind one.
        Path own = Folders.make(made.resolve(id.name()), "rwx------");
        List<Place> places = new ArrayList<>();
        for (Path machines : MACHINES) {
            if (Files.isDirectory(machines)
                    && places.stream().noneMatch(p -> p.machines().equals(real(machines)))) {
                places.add(place(own.resolve(machines.toString().substring(1).replace('/', '-')), real(machines), cwd));
            }
        }
        // A mount over the folder that holds ours hides ours, so that mount comes last.
        places.sort(Comparator.comparing(place -> made.startsWith(place.machines())));
        return places;
    }

    private static Path real(Path machines) {
        try {
            return machines.toRealPath();
        } catch (IOException gone) {
            return machines;
        }
    }

    private static Place place(Path own, Path machines, Path cwd) throws IOException {
        if (!Files.isDirectory(own)) {
            Files.createDirectory(own);
            Files.setAttribute(own, "unix:mode", STICKY);
        }
        Path at = FolderTrust.of(cwd).path().normalize();
        Path real = cwd.toRealPath();
        if (!isBelow(at, machines) && !isBelow(real, machines)) {
            return new Place(own, machines, Optional.empty());
        }
        if (!at.equals(real)) {
            throw new IOException("private_tmp: cwd " + cwd + " leads to " + real
                    + " by a link that another user can change; name " + real + " as cwd");
        }
        Path to = own;
        for (Path name : machines.relativize(at)) {
            to = to.resolve(name);
            makeStep(to);
        }
        return new Place(own, machines, Optional.of(new Moved(at, to)));
    }

    private static boolean isBelow(Path path, Path machines) {
        return path.startsWith(machines) && !path.equals(machines);
    }

    /** The instance may have put something there: it can write to the folder in which the first step is made. */
    private static void makeStep(Path folder) throws IOException {
        Folders.make(folder, "rwxr-xr-x");
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || FileOwner.other(folder).isPresent()) {
            throw new IOException("private_tmp: the instance has put something of its own in the place of "
                    + folder.getFileName() + ", which leads to its cwd; launch it again");
        }
    }

    public void remove(InstanceId id) throws IOException {
        remove(base.resolve(id.name()));
    }

    /** Removes a folder that {@link #others} returned. */
    public static void remove(Path own) throws IOException {
        Folders.removeWhole(own);
    }

    /** Returns the folders of all other instances. */
    public List<Path> others(Set<String> instances) throws IOException {
        List<Path> others = new ArrayList<>();
        if (!Files.isDirectory(base)) {
            return others;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(base)) {
            for (Path own : all) {
                if (!instances.contains(own.getFileName().toString())) {
                    others.add(own);
                }
            }
        }
        return others;
    }
}
