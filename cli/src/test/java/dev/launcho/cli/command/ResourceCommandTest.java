package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.render.Console;
import dev.launcho.cli.server.FakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceCommandTest {
    private static final String HELLO_ID = "b94d27b9934d3e08a52e52d7da7dabfac484efe3";

    @TempDir
    Path directory;

    private FakeServer server;
    private Path hello;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory.resolve("home"));
        hello = Files.writeString(directory.resolve("hello wörld.txt"), "hello world");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Result run(String... arguments) {
        return Cli.at(server.home().dir()).run(arguments);
    }

    @Test
    void up_file_printsOnlyTheIdOnStandardOutput() {
        Cli.Result result = run("resource", "up", hello.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEqualTo(HELLO_ID + "\n");
        assertThat(result.err()).startsWith("sent hello wörld.txt, 11 B in ");
        assertThat(run("r", "ls").out()).isEqualTo("""
                        ID                                        SIZE  NAME
                        b94d27b9934d3e08a52e52d7da7dabfac484efe3  11 B  hello wörld.txt
                        """);
    }

    @Test
    void up_sameContentAgain_isNotSent() {
        run("resource", "up", hello.toString());

        Cli.Result again = run("resources", "up", "--name", "other", hello.toString());

        assertThat(again.out()).isEqualTo(HELLO_ID + "\n");
        assertThat(again.err()).isEqualTo("other is on the server already\n");
        assertThat(server.operations().authors()).hasSize(1);
    }

    @Test
    void up_emptyFile_works() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty"));

        assertThat(run("r", "up", empty.toString()).out()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4\n");
    }

    @Test
    void up_noSuchFile_exits4() {
        assertThat(run("r", "up", "nowhere").err()).isEqualTo("error: there is no file nowhere\n");
        assertThat(run("r", "up", "nowhere").exit()).isEqualTo(4);
    }

    @Test
    void up_folder_isAClearLine() {
        assertThat(run("r", "up", directory.toString()).err()).isEqualTo("error: " + directory + " is a folder\n");
    }

    @Test
    void up_serverCannotStoreIt_saysWhy() throws Exception {
        Path large = directory.resolve("large");
        Files.write(large, new byte[4_000_000]);

        Cli.Result result = run("r", "up", "--name", "full-disk", large.toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("error: no space left on the device\n");
    }

    @Test
    void down_stored_writesTheSameBytes() throws Exception {
        run("resource", "up", hello.toString());
        Path copy = directory.resolve("copy");

        Cli.Result result = run("resource", "down", HELLO_ID, copy.toString());

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(copy).hasContent("hello world");
    }

    @Test
    void down_dash_writesToStandardOutput() {
        run("resource", "up", hello.toString());

        assertThat(run("resource", "down", HELLO_ID, "-").out()).isEqualTo("hello world");
    }

    @Test
    void down_corrupt_leavesTheOldFileAlone() throws Exception {
        run("resource", "up", hello.toString());
        Files.writeString(server.home().storage().resolve(HELLO_ID), "hello w0rld");
        Path copy = Files.writeString(directory.resolve("copy"), "old");

        Cli.Result result = run("resource", "down", HELLO_ID, copy.toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("instead of " + HELLO_ID);
        assertThat(copy).hasContent("old");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void down_toADevice_doesNotReplaceIt() {
        run("resource", "up", hello.toString());

        assertThat(run("resource", "down", HELLO_ID, "/dev/null").exit()).isZero();
        assertThat(Path.of("/dev/null"))
                .satisfies(path -> assertThat(Files.isRegularFile(path)).isFalse());
    }

    @Test
    void down_unknown_exits4() {
        assertThat(run("resource", "down", "0000", "x").exit()).isEqualTo(4);
    }

    @Test
    void rm_several_goesOnAfterAFailure() throws Exception {
        run("r", "up", hello.toString());
        Path used = Files.writeString(directory.resolve("used"), "used");
        String usedId = run("r", "up", used.toString()).out().strip();

        Cli.Result result = run("r", "rm", usedId, "0000", HELLO_ID);

        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err())
                .startsWith("server: ")
                .endsWith("\nerror: " + usedId + " is used by process \"web\"\nerror: there is no resource 0000\n");
        assertThat(server.operations().resources()).hasSize(1);
    }

    @Test
    void ls_json_isAnArrayAlsoWhenEmpty() {
        assertThat(run("r", "ls", "-o", "json").out()).isEqualTo("[]\n");
        run("r", "up", hello.toString());
        assertThat(run("r", "ls", "-o", "json").out())
                .contains("\"id\":\"" + HELLO_ID + "\"")
                .contains("\"size\":11");
    }

    @Test
    void up_onATerminal_drawsABar() throws Exception {
        Path large = directory.resolve("large");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(96 * 1024 * 1024);
        }

        Cli.Result result =
                Cli.at(server.home().dir()).terminal(Console.Stream.ERR).run("r", "up", large.toString());

        assertThat(result.err()).contains("\rsending large").contains("of 96.0 MiB");
        assertThat(result.err().lines().reduce((a, b) -> b).orElse("")).contains("sent large, 96.0 MiB in ");
    }
}
