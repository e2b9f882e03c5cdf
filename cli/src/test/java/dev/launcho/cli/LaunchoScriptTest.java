package dev.launcho.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script at the root, with a JDK and a Maven that only tell how they were called. */
@Tag("attack")
class LaunchoScriptTest {
    /** The kernel gives none so high. */
    private static final long NO_PID = 4_194_305;

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;

    /** Where nothing can be: archives are made only in the tests that wait for them. */
    private String cache = "";

    private Path root;
    private Path jdk;
    private Path tools;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void copy() throws Exception {
        root = Files.createDirectories(directory.resolve("the root"));
        Path script = Files.copy(Path.of("../launcho"), root.resolve("launcho"));
        script.toFile().setExecutable(true);
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String module : List.of("core", "proxy", "cli")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.writeString(root.resolve(module + "/pom.xml"), "<project/>");
        }
        jdk = jdk("jdk", "17.0.15");
        tools = Files.createDirectories(directory.resolve("tools"));
        program(tools.resolve("mvn"), """
                echo build >> "%s/builds"
                for word; do case $word in -Dlauncho.*=*) echo jar > "${word#*=}" ;; esac; done
                """.formatted(directory));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home =
                Files.createDirectories(directory.resolve(name).resolve("bin")).getParent();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), """
                echo "$0"
                for word; do
                    echo "$word"
                    case $word in
                        -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
                            echo made >> "%s/archives"
                            echo classes > "${word#*=}"
                            ;;
                    esac
                done
                exit 5""".formatted(directory));
        program(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        file.toFile().setExecutable(true);
    }

    private ProcessBuilder launcho(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("XDG_CACHE_HOME", cache);
        return builder;
    }

    private static Result run(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private Result run(String... arguments) throws Exception {
        return run(launcho(root.resolve("launcho"), arguments));
    }

    private long builds() throws IOException {
        Path file = directory.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private void makeSourcesOld() throws IOException {
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(file -> !file.endsWith("launcho.jar")).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(OLD));
            }
        }
    }

    @Test
    void run_firstTime_buildsAndBecomesJava() throws Exception {
        Result result = run("status", "a b", "");

        assertThat(result.err()).isEqualTo("launcho: building...\n");
        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.out().lines())
                .startsWith(jdk + "/bin/java")
                .contains("-XX:TieredStopAtLevel=1")
                .doesNotContain("--enable-native-access=ALL-UNNAMED")
                .endsWith("-jar", root.toRealPath() + "/cli/target/launcho-client.jar", "status", "a b", "");
        assertThat(root.resolve(".launcho-build")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"de_DE.UTF-8", "xx_YY.UTF-8", "C", "de_DE.ISO-8859-1", "''"})
    void run_anyLocale_theJvmSpeaksEnglishInUtf8AndInstancesGetTheUsersLang(String locale) throws Exception {
        program(
                jdk.resolve("bin/java"),
                "echo \"$LC_ALL ${LANG-} ${LANGUAGE-none} [${LAUNCHO_LC_ALL-}] [${LAUNCHO_LANGUAGE-}]\"");
        ProcessBuilder builder = launcho(root.resolve("launcho"), "server");
        builder.environment().put("LANG", "de_AT.UTF-8");
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("LANGUAGE", "de:fr");

        Result result = run(builder);

        assertThat(result.out()).isEqualTo("C.UTF-8 de_AT.UTF-8 none [" + locale + "] [de:fr]\n");
        assertThat(result.err()).isEqualTo("launcho: building...\n");
    }

    @Test
    void run_secondTime_doesNotBuild() throws Exception {
        makeSourcesOld();
        run("status");

        assertThat(run("status").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void run_afterAnEdit_buildsAgain() throws Exception {
        makeSourcesOld();
        run("status");
        Files.writeString(root.resolve("core/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(
                root.resolve("core/src/main/New.java"),
                FileTime.from(Instant.now().plusSeconds(5)));

        run("status");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void run_throughLinks_findsItsFolder() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("the root/launcho"));
        Path second = Files.createSymbolicLink(tools.resolve("launcho"), link);

        assertThat(run(launcho(second, "status")).exit()).isEqualTo(5);
    }

    @Test
    void run_byAShellThatGetsTheNameOfALink_findsItsFolder() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("the root/launcho"));
        ProcessBuilder builder = launcho(Path.of("sh"), "link", "status").directory(directory.toFile());

        assertThat(run(builder).exit()).isEqualTo(5);
    }

    /** As by a download that ends early. */
    @Test
    void run_scriptThatIsCut_doesNothingAndFails() throws Exception {
        String whole = Files.readString(root.resolve("launcho"));
        for (int length = 100; length < whole.length() - 2; length += 997) {
            Files.writeString(root.resolve("launcho"), whole.substring(0, length));

            Result result = run("status");

            assertThat(result.exit()).as("cut after " + length).isNotZero().isNotEqualTo(5);
            assertThat(result.out()).isEmpty();
        }
        assertThat(builds()).isZero();
    }

    /** With CDPATH, cd prints where it went. */
    @Test
    void run_byARelativePathWithCdpath_findsItsFolder() throws Exception {
        ProcessBuilder builder = launcho(Path.of("the root/launcho"), "status").directory(directory.toFile());
        builder.environment().put("CDPATH", ".:/");

        assertThat(run(builder).exit()).isEqualTo(5);
    }

    @Test
    void run_severalAtOnce_buildOnce() throws Exception {
        makeSourcesOld();
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(launcho(root.resolve("launcho"), "status").start());
        }
        for (Process process : all) {
            assertThat(process.waitFor()).isEqualTo(5);
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void run_afterABuildWasKilled_takesOver() throws Exception {
        Files.createDirectory(root.resolve(".launcho-build"));
        Files.writeString(root.resolve(".launcho-build/pid"), NO_PID + "\n");

        assertThat(run("status").exit()).isEqualTo(5);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void run_buildFails_showsWhatMavenSaid() throws Exception {
        program(tools.resolve("mvn"), "echo '[ERROR] Foo.java:1 broken'; exit 1");

        Result result = run("status");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("[ERROR] Foo.java:1 broken").endsWith("error: the build failed, see above\n");
        assertThat(root.resolve(".launcho-build")).doesNotExist();
    }

    @Test
    void run_server_keepsTheSecondCompiler() throws Exception {
        assertThat(run("--home", "x", "server").out())
                .contains("-Xmx256m", "/cli/target/launcho.jar")
                .doesNotContain("TieredStopAtLevel", "-Xlog:disable");
        assertThat(run("server").out().lines())
                .contains("-Djdk.tls.namedGroups=x25519,secp256r1,secp384r1,secp521r1"); // As TlsLimits.
        assertThat(run("status", "server").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(run("r", "up", "x").out()).contains("-XX:+UseSerialGC").doesNotContain("TieredStopAtLevel");
    }

    /** So that its init system starts another, which adopts the instances. */
    @Test
    void run_server_endsWhenItsMemoryIsUsedUp() throws Exception {
        assertThat(run("server").out().lines()).contains("-XX:+ExitOnOutOfMemoryError");
    }

    /** Its memory holds secrets; what it starts is to have the limit that was. */
    @Test
    void run_server_leavesNothingOfItsMemoryOnDisk() throws Exception {
        program(
                jdk.resolve("bin/java"),
                "echo \"$@\"\nulimit -S -c\nulimit -H -c\necho \"was $LAUNCHO_SOFT_CORE\"\nexit 5");
        List<String> before = List.of(
                run(new ProcessBuilder("sh", "-c", "ulimit -S -c")).out().trim(),
                run(new ProcessBuilder("sh", "-c", "ulimit -H -c")).out().trim());

        List<String> lines = run("server").out().lines().toList();
        assertThat(lines.get(0))
                .contains("-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError", "-XX:ErrorFile=/dev/null");
        assertThat(lines.subList(1, 4)).containsExactly("0", before.get(1), "was " + before.get(0));
        assertThat(run("status").out().lines()).element(1).isEqualTo(before.get(0));
    }

    @Test
    void run_onANewJdk_allowsWhatItWouldWarnOf() throws Exception {
        jdk = jdk("jdk25", "25.0.1");

        assertThat(run("server").out().lines())
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        assertThat(run("status").out().lines()).doesNotContain("--enable-native-access=ALL-UNNAMED");
    }

    private Path archives() throws IOException {
        return directory.resolve("the cache/launcho" + root.toRealPath() + "/cli/target/launcho-client.jar");
    }

    /** Runs until an archive is used, and tells which. */
    private String awaitArchive(String flag) throws Exception {
        String line = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> run("status")
                                .out()
                                .lines()
                                .filter(word -> word.startsWith(flag))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (Stream<Path> files = Files.list(archives())) {
                return files.noneMatch(file -> file.toString().endsWith(".making"));
            }
        });
        return line;
    }

    @Test
    void run_client_makesAnArchiveInTheBackgroundAndThenUsesIt() throws Exception {
        cache = directory.resolve("the cache").toString();
        makeSourcesOld();
        Result first = run("status");
        assertThat(first.out()).doesNotContain("-XX:SharedArchiveFile");
        assertThat(first.err()).isEqualTo("launcho: building...\n");

        String used = awaitArchive("-XX:SharedArchiveFile=");

        assertThat(Path.of(used.substring(used.indexOf('=') + 1)))
                .hasParent(archives())
                .content()
                .isEqualTo("classes\n");
        assertThat(run("server").out()).doesNotContain("-XX:SharedArchiveFile");
    }

    /** Root's sudo may keep another user's HOME. An archive is code, and that user can exchange what lies there. */
    @Test
    void run_cacheIsAnotherUsers_usesNoArchive() throws Exception {
        Path caches = directory.resolve("the cache");
        cache = caches.toString();
        makeSourcesOld();
        run("status");
        awaitArchive("-XX:SharedArchiveFile=");

        Files.move(caches, directory.resolve("theirs"));
        Files.createSymbolicLink(caches, directory.resolve("theirs"));
        assertThat(run("status").out()).doesNotContain("-XX:SharedArchiveFile");

        Files.delete(caches);
        Files.move(directory.resolve("theirs"), caches);
        assertThat(run("status").out()).contains("-XX:SharedArchiveFile");
        assumeThat(Files.getAttribute(caches, "unix:uid")).as("root only").isEqualTo(0);
        Files.setAttribute(caches, "unix:uid", 65_534);
        assertThat(run("status").out()).doesNotContain("-XX:SharedArchiveFile");
    }

    @Test
    void run_jarReplaced_makesAnotherArchiveInItsPlace() throws Exception {
        cache = directory.resolve("the cache").toString();
        makeSourcesOld();
        run("status");
        String old = awaitArchive("-XX:SharedArchiveFile=");
        Files.setLastModifiedTime(
                root.resolve("cli/target/launcho-client.jar"),
                FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(run("status").out()).doesNotContain("-XX:SharedArchiveFile");
        assertThat(awaitArchive("-XX:SharedArchiveFile=")).isNotEqualTo(old);
        assertThat(Path.of(old.substring(old.indexOf('=') + 1))).doesNotExist();
    }

    /** Whoever makes an archive stops in the middle of it, until there is a file {@code go}; its pid is in {@code slow}. */
    private void slowDown() throws IOException {
        program(tools.resolve("mkdir"), """
                echo $PPID > "%1$s/slow.new" && mv "%1$s/slow.new" "%1$s/slow"
                until [ -e "%1$s/go" ]; do sleep 0.05; done
                exec /bin/mkdir "$@"
                """.formatted(directory));
    }

    private long slowOne() throws IOException {
        Path pid = directory.resolve("slow");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(pid));
        return Long.parseLong(Files.readString(pid).strip());
    }

    private void goOn() throws IOException {
        Files.createFile(directory.resolve("go"));
    }

    /** Also not whoever reads all that the command says. */
    @Test
    void run_archiveIsBeingMade_nobodyWaitsForIt() throws Exception {
        cache = directory.resolve("the cache").toString();
        run("server");
        makeSourcesOld();
        slowDown();
        CompletableFuture<Result> command = CompletableFuture.supplyAsync(() -> {
            try {
                return run("status");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        slowOne();
        try {
            assertThat(command.get(30, TimeUnit.SECONDS).exit()).isEqualTo(5);
        } finally {
            goOn();
        }
        awaitArchive("-XX:SharedArchiveFile=");
    }

    /** Who is slow to begin finds that another one has made it. */
    @Test
    void run_archiveIsMadeMeanwhile_isNotMadeAgain() throws Exception {
        cache = directory.resolve("the cache").toString();
        makeSourcesOld();
        run("status");
        awaitArchive("-XX:SharedArchiveFile=");
        Path archive = onlyArchive();
        Path away = Files.move(archive, directory.resolve("away"));
        slowDown();
        run("status");
        long slow = slowOne();

        Files.move(away, archive);
        goOn();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ProcessHandle.of(slow).isEmpty());
        assertThat(Files.readAllLines(directory.resolve("archives"))).hasSize(1);
        assertThat(onlyArchive()).isEqualTo(archive);
    }

    private Path onlyArchive() throws IOException {
        try (Stream<Path> files = Files.list(archives())) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void run_anotherJdk_hasAnArchiveOfItsOwn() throws Exception {
        cache = directory.resolve("the cache").toString();
        makeSourcesOld();
        run("status");
        awaitArchive("-XX:SharedArchiveFile=");
        jdk = jdk("jdk25", "25.0.1");

        awaitArchive("-XX:AOTCache=");

        assertThat(Files.readAllLines(directory.resolve("archives"))).hasSize(2);
    }

    @Test
    void run_cacheThatCantBeWritten_isHarmless() throws Exception {
        // Not a file of ours: whoever makes the archive in the background would find none once that is cleaned up.
        cache = "/dev/null";
        makeSourcesOld();

        assertThat(run("status").exit()).isEqualTo(5);
        assertThat(run("status").err()).isEmpty();
    }

    @Test
    void run_oldJavaHome_looksFurther() throws Exception {
        Path good = jdk;
        jdk = jdk("jdk8", "1.8.0_442");
        Files.createSymbolicLink(tools.resolve("java"), good.resolve("bin/java"));

        assertThat(run("status").out()).startsWith(good + "/bin/java\n");
    }

    @Test
    void run_javaOptions_areHandedOnAsWords() throws Exception {
        ProcessBuilder builder = launcho(root.resolve("launcho"), "status");
        builder.environment().put("LAUNCHO_JAVA_OPTS", "-Xmx64m -Da=b");

        assertThat(run(builder).out().lines()).contains("-Xmx64m", "-Da=b");
    }
}
