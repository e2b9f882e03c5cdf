package dev.launcho.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
                .layer("client")
                .definedBy("dev.launcho.cli.client")
                .layer("render")
                .definedBy("dev.launcho.cli.render")
                .layer("server")
                .definedBy("dev.launcho.cli.server")
                .layer("http")
                .definedBy("dev.launcho.cli.server.http")
                .layer("protocol")
                .definedBy("dev.launcho.cli.protocol")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("main", "command")
                .whereLayer("render")
                .mayOnlyBeAccessedByLayers("main", "command")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("server")
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
                        "dev.launcho.cli.command")
                .and()
                .doNotHaveSimpleName("ServerCommand")
                .and()
                .doNotHaveSimpleName("DemoCommand")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "java.net.http..", "dev.launcho.cli.server..")
                .check(CLASSES);
    }
}
