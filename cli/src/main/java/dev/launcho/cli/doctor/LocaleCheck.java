package dev.launcho.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A check that letters outside ASCII survive in file names, arguments and logs. */
final class LocaleCheck implements DoctorCheck {
    private final String names;

    LocaleCheck() {
        this(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** @param names the encoding in which Java writes file names */
    LocaleCheck(String names) {
        this.names = names;
    }

    @Override
    public String name() {
        return "locale";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        if (!names.equals("UTF-8")) {
            return List.of(CheckFinding.failed(
                    name(),
                    "names of files and arguments are written in " + names + ", so that other letters are lost",
                    "export LC_ALL=C.UTF-8, or start Launcho with its script"));
        }
        String given = given(site.environment());
        return given.isEmpty() || isUtf8(given)
                ? List.of(CheckFinding.ok(name(), "UTF-8" + (given.isEmpty() ? "" : ", " + given)))
                : List.of(CheckFinding.warning(
                        name(),
                        "processes get the locale " + given + ", which may not be UTF-8",
                        "export LANG=C.UTF-8 before the server is started"));
    }

    /** Returns the locale that instances get. The {@code launcho} script has moved the user's {@code LC_ALL} to {@code LAUNCHO_LC_ALL}. */
    private static String given(Map<String, String> environment) {
        for (String name : List.of("LAUNCHO_LC_ALL", "LC_CTYPE", "LANG")) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static boolean isUtf8(String locale) {
        String lower = locale.toLowerCase(Locale.ROOT);
        return lower.contains("utf-8") || lower.contains("utf8");
    }
}
