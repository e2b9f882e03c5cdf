package dev.launcho.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.launcho.cli");

    @Test
    void packages_ofThisModule_haveNoCycle() {
        slices().matching("dev.launcho.cli.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packages_ofThisModule_seeOnlyThoseBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy("dev.launcho.cli")
                .layer("command")
                .definedBy("dev.launcho.cli.command")
                .layer("line")
                .definedBy("dev.launcho.cli.line")
                .layer("complete")
                .definedBy("dev.launcho.cli.complete")
                .layer("client")
                .definedBy("dev.launcho.cli.client")
                .layer("deploy")
                .definedBy("dev.launcho.cli.deploy")
                .layer("render")
                .definedBy("dev.launcho.cli.render")
                .layer("server")
                .definedBy("dev.launcho.cli.server")
                .layer("route")
                .definedBy("dev.launcho.cli.server.route")
                .layer("metrics")
                .definedBy("dev.launcho.cli.server.metrics")
                .layer("notify")
                .definedBy("dev.launcho.cli.server.notify")
                .layer("auth")
                .definedBy("dev.launcho.cli.server.auth")
                .layer("http")
                .definedBy("dev.launcho.cli.server.http")
                .layer("wire")
                .definedBy("dev.launcho.cli.server.wire")
                .layer("feed")
                .definedBy("dev.launcho.cli.server.feed")
                .layer("page")
                .definedBy("dev.launcho.cli.server.page")
                .layer("sample")
                .definedBy("dev.launcho.cli.server.sample")
                .layer("quota")
                .definedBy("dev.launcho.cli.server.quota")
                .layer("protocol")
                .definedBy("dev.launcho.cli.protocol")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("complete")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("line")
                .mayOnlyBeAccessedByLayers("main", "command", "complete")
                .whereLayer("deploy")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("main", "command", "complete", "deploy", "line")
                .whereLayer("render")
                .mayOnlyBeAccessedByLayers("main", "command", "line")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("route")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("server", "route")
                .whereLayer("notify")
                .mayOnlyBeAccessedByLayers("server", "route")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("server", "route")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("server", "route", "auth", "feed")
                .whereLayer("feed")
                .mayOnlyBeAccessedByLayers("server", "route")
                .whereLayer("sample")
                .mayOnlyBeAccessedByLayers("server", "route")
                .whereLayer("page")
                .mayOnlyBeAccessedByLayers("route")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("server", "http", "feed", "page", "route")
                .whereLayer("quota")
                .mayOnlyBeAccessedByLayers("auth", "http", "feed", "route", "wire")
                .check(CLASSES);
    }

    @Test
    void thinSide_never_importsNetty() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.launcho.cli",
                        "dev.launcho.cli.client",
                        "dev.launcho.cli.render",
                        "dev.launcho.cli.protocol",
                        "dev.launcho.cli.command",
                        "dev.launcho.cli.complete",
                        "dev.launcho.cli.deploy",
                        "dev.launcho.cli.line")
                .and()
                .doNotHaveSimpleName("ServerCommand")
                .and()
                .doNotHaveSimpleName("DemoCommand")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.net.http..", "dev.launcho.cli.server..")
                .check(CLASSES);
    }

    @Test
    void prometheus_isUsed_byTheMetricsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.launcho.cli.server.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(CLASSES);
    }

    /** A room with more files than a person can keep in mind is two rooms; commands are a list. */
    @Test
    void packages_ofAllModules_haveThirtyFilesAtMost() {
        Map<String, Long> files = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.launcho").stream()
                        .filter(c -> c.isTopLevelClass() && !c.getPackageName().equals("dev.launcho.cli.command"))
                        .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        files.values().removeIf(count -> count <= 30);

        assertThat(files).isEmpty();
    }

    /** A stack trace or a search should show one class. The two engines of the relay mirror each other name by name. */
    @Test
    void topLevelTypes_ofAllModules_haveEachANameOfTheirOwn() {
        Set<String> engines = Set.of("dev.launcho.proxy.relay.nio", "dev.launcho.proxy.relay.epoll");
        Map<String, Set<String>> packages = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.launcho").stream()
                        .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                        .collect(Collectors.groupingBy(
                                JavaClass::getSimpleName,
                                Collectors.mapping(JavaClass::getPackageName, Collectors.toSet())));
        packages.values().removeIf(of -> of.size() == 1 || of.equals(engines));

        assertThat(packages).isEmpty();
    }

    /** A chain of {@code instanceof} drops the kind that it does not know; a visitor without its method does not compile. */
    @Test
    void sealedTypes_ofOurOwn_areNeverToldApartByInstanceof() {
        List<String> checks = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.launcho").stream()
                        .flatMap(c -> c.getInstanceofChecks().stream())
                        .filter(check -> isOfSealed(check.getRawType()))
                        .map(InstanceofCheck::toString)
                        .sorted()
                        .toList();

        assertThat(checks).isEmpty();
    }

    private static boolean isOfSealed(JavaClass type) {
        return type.getAllClassesSelfIsAssignableTo().stream()
                .filter(above -> above.getPackageName().startsWith("dev.launcho"))
                .anyMatch(above -> above.reflect().isSealed());
    }
}
