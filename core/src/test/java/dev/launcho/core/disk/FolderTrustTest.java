package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that another user could change, and what is done with those that are there. */
@Tag("attack")
class FolderTrustTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path dir;

    @Test
    void of_ownFolders_isTrustedAlsoThroughLinks() throws IOException {
        Path real = Files.createDirectories(dir.toRealPath().resolve("a/b"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("a/../a"));

        assertThat(FolderTrust.of(link.resolve("b")))
                .isEqualTo(new FolderTrust.Reach(real, List.of(), Optional.empty()));
        assertThat(FolderTrust.of(real.resolve("not/there")).rest()).containsExactly("not", "there");
        assertThat(FolderTrust.of(real.resolve("not/there")).isTrusted()).isTrue();
    }

    @Test
    void of_folderThatOthersMayWriteTo_endsBeforeIt() throws IOException {
        Path open = mode(Files.createDirectories(dir.resolve("open/below")).getParent(), "rwxrwxrwx");
        FolderTrust.Reach reach = FolderTrust.of(open.resolve("below"));

        assertThat(reach.distrust().map(FolderDistrust::kind)).contains(FolderDistrust.Kind.WRITABLE);
        assertThat(reach.rest()).containsExactly("open", "below");
        assertThat(reach.distrust().orElseThrow().words()).endsWith("can be written by other users (rwxrwxrwx)");
    }

    /** With an ACL, these bits are those of its mask: {@code setfacl -m u:deploy:rwx} looks like this, too. */
    @Test
    void of_folderOfRootsThatItsGroupMayWriteTo_endsBeforeIt() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path app = mode(Files.createDirectory(dir.resolve("app")), "rwxrwxr-x");
        Files.setAttribute(app, "unix:gid", 0);

        assertThat(FolderTrust.of(app).distrust().map(FolderDistrust::kind)).contains(FolderDistrust.Kind.WRITABLE);
        assertThatThrownBy(() -> Folders.makeUsable(app, "rwx------")).isInstanceOf(UntrustedFolder.class);
    }

    @Test
    void of_stickyFolder_isTrustedOnlyFurtherDown() throws Exception {
        Path shared = Files.createDirectory(dir.resolve("shared"));
        sticky(shared);
        Files.createDirectory(shared.resolve("ours"));

        assertThat(FolderTrust.of(shared).distrust().map(FolderDistrust::kind)).contains(FolderDistrust.Kind.SHARED);
        assertThat(FolderTrust.of(shared.resolve("ours")).isTrusted()).isTrue();
        assertThat(FolderTrust.of(shared.resolve("absent")).isTrusted()).isFalse();
    }

    @Test
    void of_foldersAndLinksOfAnotherUser_endsBeforeThem() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("/usr"));
        for (Path file : new Path[] {theirs, link}) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }

        assertThat(FolderTrust.of(theirs).distrust().map(FolderDistrust::kind)).contains(FolderDistrust.Kind.OWNER);
        assertThat(FolderTrust.of(link.resolve("lib")).distrust().map(FolderDistrust::kind))
                .contains(FolderDistrust.Kind.LINK);
    }

    @Test
    void of_linksInACircle_isAnError() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("link"));

        assertThatThrownBy(() -> FolderTrust.of(link)).isInstanceOf(IOException.class);
    }

    @Test
    void makeTrusted_folderThatIsThere_isRefusedOrTakenButNeverChanged() throws Exception {
        Path shared = Files.createDirectory(dir.resolve("shared"));
        sticky(shared);
        Path plain = mode(Files.createDirectory(dir.resolve("plain")), "rwxr-xr-x");

        assertThatThrownBy(() -> Folders.makeTrusted(shared, "rwx--x--x"))
                .isInstanceOf(UntrustedFolder.class)
                .hasMessageContaining("can be written by other users (rwxrwxrwt)");
        assertThat(Files.getAttribute(shared, "unix:mode")).isEqualTo(041777);
        Folders.makeTrusted(plain, "rwx--x--x");
        assertThat(permissions(plain)).isEqualTo("rwxr-xr-x");
        Folders.makeTrusted(shared.resolve("fresh"), "rwx--x--x");
        assertThat(permissions(shared.resolve("fresh"))).isEqualTo("rwx--x--x");
    }

    @Test
    void makeOwn_linkToAnotherFolder_leavesThatAsItIs() throws IOException {
        Path log = mode(Files.createDirectory(dir.resolve("log")), "rwxr-xr-x");
        Path link = Files.createSymbolicLink(dir.resolve("logs"), log);
        Folders.makeOwn(link, "rwx------");

        assertThat(permissions(log)).isEqualTo("rwxr-xr-x");
        mode(log, "rwxrwxrwx");
        assertThatThrownBy(() -> Folders.makeOwn(link, "rwx------")).isInstanceOf(UntrustedFolder.class);
        assertThat(permissions(log)).isEqualTo("rwxrwxrwx");
    }

    private static void sticky(Path folder) throws Exception {
        assertThat(new ProcessBuilder("chmod", "1777", folder.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    private static Path mode(Path folder, String permissions) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
