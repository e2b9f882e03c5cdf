package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.ExecLimits;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Environment and arguments arrive byte for byte, whatever stands in between. */
@Tag("attack")
class EnvironmentHandoverTest {
    /** Names that a shell can't write, or that mean something to one. */
    private static final List<String> ODD = List.of(
            "a.b",
            "c-d",
            "1x",
            "with blank",
            "tab\there",
            "line\nend",
            "größe",
            "\uD83D\uDE00",
            "back\\slash",
            "q'\"$`",
            "-n",
            "%s",
            "IFS",
            "PWD",
            "OLDPWD",
            "_",
            "OPTIND",
            "UID",
            "EUID",
            "PPID",
            "SHLVL",
            "LINENO",
            "RANDOM",
            "SECONDS",
            "BASHOPTS",
            "SHELLOPTS",
            "BASH_VERSION",
            "BASH_SUBSHELL",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "PIPESTATUS",
            "EPOCHSECONDS",
            "SRANDOM",
            "DIRSTACK",
            "GLOBIGNORE",
            "FUNCNEST",
            "BASH_FUNC_x%%");

    /** Names that look so. */
    private static final List<String> PLAIN = List.of(
            "ENV",
            "BASH_ENV",
            "PWD",
            "OLDPWD",
            "PS1",
            "PS4",
            "OPTARG",
            "CDPATH",
            "MAIL",
            "MAILCHECK",
            "TERM",
            "HISTSIZE",
            "LC_ALL",
            "LANGUAGE",
            "COLUMNS",
            "runnable_in",
            "runnable_not",
            "shim_text",
            "shim_run",
            "text",
            "set",
            "export",
            "PATHS",
            "A");

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "-n",
            "--",
            "a\nb\n",
            "\n\n",
            "it's",
            "''",
            "\\n",
            "\\",
            "\"",
            "$HOME $(id) `id` ${x}",
            "*",
            "~",
            "a=b=c",
            "ü€\uD83D\uDE00",
            "\u0001\u001b\u007f\u0080\u0085",
            "#end",
            "\n#end",
            "%s%d",
            "!",
            "'\\''");

    @TempDir
    Path dir;

    private HostFixture host;

    private void start(HandoverWay way) throws IOException {
        host = new HostFixture(dir.resolve("home"), home -> CgroupFactory.none(), way.tools(dir));
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
            assertThat(host.warnings).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_variablesOfAnyKind_arriveAtCommandAndCheck(HandoverWay way) throws Exception {
        start(way);
        Map<String, String> env = new LinkedHashMap<>();
        for (String name : PLAIN) {
            env.put(name, VALUES.get(env.size() % VALUES.size()));
        }
        for (int i = 0; i < VALUES.size(); i++) {
            env.put("V" + i, VALUES.get(i));
        }
        if (way.loads()) {
            ODD.forEach(name -> env.put(name, VALUES.get(env.size() % VALUES.size())));
            env.put("EXECIGNORE", "*");
        }
        assertArrives(env);
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_randomVariables_arriveAtCommandAndCheck(HandoverWay way) throws Exception {
        long seed = Long.getLong("launcho.environment.seed", System.nanoTime());
        System.out.println(way + ": launcho.environment.seed=" + seed);
        start(way);
        Random random = new Random(seed);
        Map<String, String> env = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            String name = way.loads() ? text(random, 1 + random.nextInt(8)).replace('=', '.') : "N" + i;
            env.put(name, text(random, random.nextInt(60)));
        }
        assertArrives(env);
    }

    /** Of any characters but NUL and halves of a surrogate pair. */
    private static String text(Random random, int length) {
        return random.ints(length, 1, 0x3000)
                .map(c -> random.nextInt(3) > 0 ? c % 0x7f + 1 : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private void assertArrives(Map<String, String> env) throws Exception {
        // No shell: those of some of these names would be of meaning to it.
        ProcessSpec spec = Specs.of("app", "tail", "-c", "+1", "-f", "/proc/self/environ");
        for (Map.Entry<String, String> entry : env.entrySet()) {
            spec = Specs.env(spec, entry.getKey(), entry.getValue());
        }
        InstanceId id = host.launch(spec);
        host.logs(id, "LAUNCHO_INSTANCE=" + mark(id));
        await().atMost(HostFixture.SOON)
                .untilAsserted(() -> assertThat(environment(host.log(id))).containsAllEntriesOf(env));

        assertThat(host.host.exec(id, List.of("cp", "/proc/self/environ", "checked"), HostFixture.SOON))
                .isZero();
        assertThat(environment(HostFixture.read(host.work(id).resolve("checked"))))
                .containsAllEntriesOf(env)
                .containsEntry("LAUNCHO_INSTANCE", mark(id));
    }

    private String mark(InstanceId id) {
        return host.mark(id);
    }

    private static Map<String, String> environment(String text) {
        return Arrays.stream(text.split("\0"))
                .filter(entry -> entry.indexOf('=') > 0)
                .map(entry -> entry.split("=", 2))
                // tail(1) prints such a file again and again, and may be in the middle of it.
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1], (first, again) -> first));
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_before_hasEnvironmentDirectoryAndLogAndLeavesNothingOfOurs(HandoverWay way) throws Exception {
        start(way);
        String tell = "pwd; echo \"$COLOUR\" $# $0; env | grep -v '^_=' | sort; ls /proc/$$/fd";
        ProcessSpec spec = Specs.env(sh("echo; echo ==; " + tell), "COLOUR", "green 'quoted'\n");
        if (way.loads()) {
            spec = Specs.env(spec, "a.b", "dot");
        }
        InstanceId id = host.launch(Specs.before(spec, tell + "; command -v runnable refuse translated; true"));
        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));

        List<String> before = List.of(host.log(id).split("\n==\n")[0].split("\n"));
        assertThat(before.get(0)).isEqualTo(host.work(id).toString());
        assertThat(before.get(1)).isEqualTo("green 'quoted'");
        assertThat(before.get(2)).isEqualTo(" 0 sh");
        assertThat(before.subList(before.size() - 3, before.size())).containsExactly("0", "1", "2");
        assertThat(withoutLevel(host.log(id).split("\n==\n")[1])).isEqualTo(withoutLevel(String.join("\n", before)));
    }

    /** How deep a shell says that it is; and dash hands on no names with a dot. */
    private static String withoutLevel(String told) {
        return told.lines()
                .filter(line -> !line.startsWith("SHLVL=") && !line.startsWith("a.b="))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_beforeEndsItself_itsStatusIsTold(HandoverWay way) throws Exception {
        start(way);
        ProcessSpec spec = way.loads() ? Specs.env(sh("echo never"), "a.b", "") : sh("echo never");

        assertThat(host.run(Specs.before(spec, "exit 7"))).isEqualTo(Exit.of(Exit.Stage.BEFORE, 7));
        assertThat(host.run(Specs.before(spec, "set -e; false; true"))).isEqualTo(Exit.of(Exit.Stage.BEFORE, 1));
        assertThat(host.run(Specs.before(spec, "(")).stage()).isEqualTo(Exit.Stage.BEFORE);
        assertThat(host.run(Specs.before(spec, "echo it\\'s; # comment"))).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_longVariablesAndScripts_arrive(HandoverWay way) throws Exception {
        start(way);
        String longest = "x".repeat(ExecLimits.STRING - "LONG0=".length());
        ProcessSpec spec = sh("cat /proc/$$/environ; echo; echo up; exec sleep 60");
        for (int i = 0; i < 5; i++) {
            spec = Specs.env(spec, "LONG" + i, longest);
        }
        if (way.loads()) {
            spec = Specs.env(spec, "a.b", "dot");
        }
        InstanceId id = host.launch(Specs.before(spec, "true " + "# long\n".repeat(60_000)));
        host.logs(id, "\nup\n");

        assertThat(environment(host.log(id)).values())
                .filteredOn(longest::equals)
                .hasSize(5);
        assertThat(host.host.exec(
                        id, List.of("/bin/sh", "-c", "[ ${#LONG0} = " + longest.length() + " ]"), HostFixture.SOON))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_argumentsOfAnyKind_arriveAsTheyAre(HandoverWay way) throws Exception {
        start(way);
        String[] command = IntStream.range(0, VALUES.size() + 2)
                .mapToObj(i -> i == 0 ? "printf" : i == 1 ? "[%s]" : VALUES.get(i - 2))
                .toArray(String[]::new);
        ProcessSpec spec = Specs.of("app", command);
        InstanceId id = host.launch(way.loads() ? Specs.env(spec, "a.b", "") : spec);
        host.exit(id);

        assertThat(host.log(id))
                .isEqualTo(VALUES.stream().map(v -> "[" + v + "]").collect(Collectors.joining()));
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_programThatCantBeRun_isNamedAndNothingOfOurs(HandoverWay way) throws Exception {
        start(way);
        assertThat(told(way, 127, "no-such-program")).isEqualTo("launcho: no-such-program: not found");
        assertThat(told(way, 127, "/no/such/program")).startsWith("launcho: /no/such/program: not found");
        assertThat(told(way, 126, "/etc/passwd")).startsWith("launcho: /etc/passwd: ");
        assertThat(told(way, 126, "/etc")).startsWith("launcho: /etc: ");
    }

    private String told(HandoverWay way, int status, String program) {
        ProcessSpec spec = Specs.of("app", program);
        InstanceId id = host.launch(way.loads() ? Specs.env(spec, "a.b", "") : spec);
        for (int tries = 1; host.exit(id).fault().isEmpty() && tries < 3; tries++) {
            // The look at the file may be too slow on a busy machine.
            id = host.launch(way.loads() ? Specs.env(spec, "a.b", "") : spec);
        }
        assertThat(host.exit(id).status()).isEqualTo(status);
        assertThat(host.exit(id).fault()).isPresent();
        assertThat(host.log(id)).doesNotContainPattern("perl|python|shim|stage|exec:|line [0-9]");
        return host.log(id).trim().replace(" in the folders of PATH", "");
    }
}
