package dev.launcho.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.text.Collator;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The program does the same in every locale: a Turkish i, a German comma, Arabic digits and bytes that are not ASCII. */
class LocaleTest {
    /** Classes that work with bytes, numbers or words, and take the machine's way if they are not given another. */
    private static final Set<Class<?>> ASKING = Set.of(
            String.class,
            FileReader.class,
            FileWriter.class,
            InputStreamReader.class,
            OutputStreamWriter.class,
            PrintStream.class,
            PrintWriter.class,
            Scanner.class,
            DateTimeFormatter.class,
            NumberFormat.class,
            Collator.class);

    private static final Set<String> BY_LOCALE = Set.of(
            "format",
            "formatted",
            "toLowerCase",
            "toUpperCase",
            "getBytes",
            "<init>",
            "ofPattern",
            "printf",
            "ofLocalizedDate",
            "getInstance",
            "getNumberInstance");

    private static final Set<String> NEUTRAL = Set.of(Locale.class.getName(), Charset.class.getName());

    @Test
    void everyModule_asksNoDefaultLocaleOrCharset() {
        noClasses()
                .should()
                .callCodeUnitWhere(describe("the machine's locale or charset decides", LocaleTest::isByLocale))
                .check(new ClassFileImporter()
                        .withImportOptions(
                                List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS, LocaleTest::isOfTheProgram))
                        .importPackages("dev.launcho"));
    }

    private static boolean isOfTheProgram(Location location) {
        return !location.contains("/bench/");
    }

    private static boolean isByLocale(JavaCodeUnitAccess<?> call) {
        List<String> parameters = call.getTarget().getRawParameterTypes().stream()
                .map(type -> type.getName())
                .toList();
        boolean bytes = parameters.isEmpty() || parameters.stream().anyMatch(LocaleTest::isText);
        return ASKING.stream().anyMatch(type -> call.getTargetOwner().isEquivalentTo(type))
                && BY_LOCALE.contains(call.getName())
                && bytes
                && !isNeutral(call.getTargetOwner().getName(), call.getName(), parameters)
                && parameters.stream().noneMatch(NEUTRAL::contains);
    }

    private static boolean isText(String type) {
        return Set.of("[B", "[Ljava.lang.Object;", "java.lang.String", "java.io.InputStream", "java.io.OutputStream")
                .contains(type);
    }

    /** {@code new String()}, and writers upon writers, which have no bytes. */
    private static boolean isNeutral(String owner, String name, List<String> parameters) {
        return owner.equals(String.class.getName()) && name.equals("<init>") && !parameters.contains("[B");
    }

    @Test
    void rule_seesWhatItIsFor() {
        assertThat(new ClassFileImporter()
                        .importClasses(Careless.class).stream()
                                .flatMap(type -> type.getCodeUnitCallsFromSelf().stream())
                                .filter(LocaleTest::isByLocale)
                                .map(call -> call.getName()))
                .containsExactlyInAnyOrder(
                        "toLowerCase", "toUpperCase", "format", "formatted", "getBytes", "<init>", "ofPattern");
    }

    /** Every mistake once. */
    private static final class Careless {
        static String all(String text, byte[] bytes) {
            return text.toLowerCase()
                    + text.toUpperCase()
                    + String.format("%d", 1)
                    + "%d".formatted(2)
                    + text.getBytes().length
                    + new String(bytes)
                    + DateTimeFormatter.ofPattern("d").toString();
        }
    }
}
