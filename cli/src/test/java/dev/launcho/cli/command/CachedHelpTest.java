package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What is made of the commands for people to read, and kept in files: {@code make generated} writes it anew. */
class CachedHelpTest {
    private static final Path BOOK = Path.of("src/main/resources/dev/launcho/cli/command/help.txt");
    private static final Path DOCS = Path.of("../docs/commands.md");
    private static final String BEGIN = "<!-- made of the commands' own help; make generated -->\n";
    private static final String END = "<!-- end of what is made -->\n";
    private static final String STALE = "a command has changed, and what is made of it has not: run make generated";

    private static String help(CommandSpec spec) {
        return spec.commandLine().getUsageMessage(Ansi.OFF);
    }

    private static String book() {
        return ManPages.all().stream()
                .map(spec ->
                        CachedHelp.CHAPTER + spec.qualifiedName() + "\t" + ManPages.summary(spec) + "\n" + help(spec))
                .collect(Collectors.joining());
    }

    private static String docs() {
        return ManPages.all().stream()
                .map(spec -> "### " + spec.qualifiedName() + "\n\n```\n" + help(spec) + "```\n")
                .collect(Collectors.joining("\n"));
    }

    /** Compares, or writes if it is asked to. */
    private static void check(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("launcho.generate")) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file)).as(STALE).isEqualTo(wanted);
    }

    @Test
    void helpBook_ofAllCommands_isWhatTheyTellThemselves() throws Exception {
        check(BOOK, book());
    }

    @Test
    void docs_ofAllCommands_areWhatTheyTellThemselves() throws Exception {
        String page = Files.readString(DOCS);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).isGreaterThan(begin);

        check(DOCS, page.substring(0, begin) + "\n" + docs() + "\n" + page.substring(end));
    }

    @Test
    void asked_forHelp_isTheChapter() {
        assertThat(CachedHelp.asked(List.of("--help")).orElseThrow()).startsWith("Usage: launcho ");
        assertThat(CachedHelp.asked(List.of())).isPresent();
        assertThat(CachedHelp.asked(List.of("t", "set", "-h")).orElseThrow()).startsWith("Usage: launcho target set ");
        assertThat(CachedHelp.asked(List.of("secret")).orElseThrow()).startsWith("Usage: launcho secret ");
    }

    @Test
    void asked_forAnythingElse_isEmpty() {
        assertThat(CachedHelp.asked(List.of("statsu", "--help"))).isEmpty();
        assertThat(CachedHelp.asked(List.of("status"))).isEmpty();
        assertThat(CachedHelp.asked(List.of("target", "--help", "set"))).isEmpty();
        assertThat(CachedHelp.asked(List.of("restart", "web", "--help"))).isEmpty();
    }

    @Test
    void manPages_ofAllCommands_haveWhatAPageHas() {
        for (CommandSpec spec : ManPages.all()) {
            String page = ManPages.page(spec);
            assertThat(page)
                    .as(spec.qualifiedName())
                    .startsWith(".TH \"LAUNCHO")
                    .contains(
                            ".SH NAME\nlauncho",
                            ".SH SYNOPSIS\n",
                            ".SH OPTIONS\n",
                            ".SH EXAMPLES\n",
                            ".SH EXIT STATUS\n")
                    .doesNotContain("null", "@|");
        }
    }
}
