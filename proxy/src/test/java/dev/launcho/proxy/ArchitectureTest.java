package dev.launcho.proxy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses PROXY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.launcho.proxy");

    @Test
    void proxy_seesOfCoreModelTrafficAndSocketsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.launcho.proxy..",
                        "dev.launcho.core.text",
                        "dev.launcho.core.failure",
                        "dev.launcho.core.model",
                        "dev.launcho.core.net",
                        "dev.launcho.core.traffic",
                        "java..",
                        "com.sun.management..",
                        "jdk.net..",
                        "io.netty..",
                        "org.jctools..",
                        "org.jspecify..")
                .check(PROXY);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.launcho.(proxy..)").should().beFreeOfCycles().check(PROXY);
    }

    @Test
    void seam_knowsNoEngineAndNoRoutes() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.launcho.proxy.relay..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.launcho.proxy.listen..",
                        "dev.launcho.proxy.route..",
                        "dev.launcho.core.model",
                        "dev.launcho.core.text",
                        "dev.launcho.core.traffic"))
                .check(PROXY);
        noClasses()
                .that()
                .resideInAnyPackage("dev.launcho.proxy.listen..", "dev.launcho.proxy.route..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.launcho.proxy.relay.nio..", "dev.launcho.proxy.relay.epoll..")
                .check(PROXY);
    }

    @Test
    void ipvs_seesModelTrafficAndTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.launcho.proxy.ipvs..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.launcho.proxy.ipvs",
                        "dev.launcho.core.text",
                        "dev.launcho.core.failure",
                        "dev.launcho.core.model",
                        "dev.launcho.core.net",
                        "dev.launcho.core.traffic",
                        "java..",
                        "org.jspecify..")
                .check(PROXY);
    }
}
