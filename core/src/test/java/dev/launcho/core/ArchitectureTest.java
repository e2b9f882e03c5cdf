package dev.launcho.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The floors of the house: a room imports only from floors below. */
class ArchitectureTest {
    private static final String ROOT = "dev.launcho.core.";
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.launcho.core");

    @Test
    void floors_fromTheGround_seeOnlyThoseBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("ground")
                .definedBy(rooms("text", "failure", "model", "event", "disk", "yaml", "net"))
                .layer("rooms")
                .definedBy(rooms(
                        "plan",
                        "spec",
                        "spec.key",
                        "config",
                        "process",
                        "process.*",
                        "health",
                        "store",
                        "traffic",
                        "logs"))
                .layer("state")
                .definedBy(rooms("memory", "intent", "mailbox"))
                .layer("reconcile")
                .definedBy(ROOT + "reconcile")
                .layer("admin")
                .definedBy(ROOT + "admin")
                .whereLayer("admin")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("reconcile")
                .mayOnlyBeAccessedByLayers("admin")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("reconcile", "admin")
                .whereLayer("rooms")
                .mayOnlyBeAccessedByLayers("state", "reconcile", "admin")
                .check(CORE);
    }

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int n = 0; n < names.length; n++) {
            packages[n] = ROOT + names[n];
        }
        return packages;
    }

    /** What each room may import of the house, beside itself. */
    @ParameterizedTest
    @CsvSource({
        "text, ''",
        "failure, 'text'",
        "model, 'text failure'",
        "event, 'text failure model'",
        "disk, ''",
        "yaml, 'text'",
        "net, 'text failure'",
        "plan, 'text failure model'",
        "traffic, 'text failure model'",
        "logs, 'text model disk'",
        "process.kernel, 'text failure model disk'",
        "process.system, 'text failure model disk process.kernel'",
        "process.cgroup, 'text failure model disk process.kernel process.system'",
        "process.tree, 'text failure model disk process.kernel process.system process.cgroup'",
        "process.command, 'text failure model disk process.kernel process.system'",
        "process.confine, 'text failure model disk process.kernel process.system'",
        "process.folder, 'text failure model disk process.system'",
        "process, 'text failure model disk process.kernel process.system process.cgroup process.tree process.command"
                + " process.confine process.folder'",
        "health, 'text failure model net'",
        "store, 'text failure model event disk'",
        "spec.key, 'text model yaml'",
        "spec, 'text model yaml spec.key'",
        "config, 'text model yaml spec net'",
        "memory, 'text failure model event disk store spec'",
        "mailbox, 'failure model event traffic'",
        "intent, 'text model event yaml spec spec.key store traffic process memory'",
        "reconcile, 'text failure model event disk yaml plan traffic logs process health store spec spec.key memory"
                + " intent mailbox'",
        "admin, 'text failure model event disk plan traffic logs process process.kernel health store spec memory intent"
                + " mailbox reconcile'"
    })
    void room_imports_noMoreThanItSays(String room, String others) {
        Set<String> allowed = Set.of((room + " " + others).trim().split(" ")).stream()
                .map(name -> ROOT + name)
                .collect(Collectors.toSet());
        classes()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .onlyDependOnClassesThat(
                        new com.tngtech.archunit.base.DescribedPredicate<JavaClass>(
                                "are of " + allowed + " or of no room") {
                            @Override
                            public boolean test(JavaClass c) {
                                return !c.getPackageName().startsWith("dev.launcho.")
                                        || allowed.contains(c.getPackageName());
                            }
                        })
                .check(CORE);
    }

    @Test
    void packages_ofCore_haveNoCycle() {
        slices().matching("dev.launcho.core.(**)").should().beFreeOfCycles().check(CORE);
    }

    /** The catalog makes one for an instance of an unknown version, which is never launched. */
    @Test
    void resolvedProcess_isMadeOfATemplate_onlyByTheResolver() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SecretResolver")
                .and()
                .doNotHaveSimpleName("SpecCatalog")
                .should()
                .callConstructor(ResolvedProcess.class, ProcessSpec.class)
                .check(CORE);
    }

    @Test
    void plan_isPure_noClockNoInputNoChanceNoLogging() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "plan")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.security..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.util.random..",
                        "org.slf4j..",
                        "java.lang.System.Logger..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Clock.class,
                        Instant.class,
                        InstantSource.class,
                        java.util.Random.class,
                        System.class,
                        Thread.class)
                .check(CORE);
    }

    @Test
    void packages_all_areNullMarked() {
        Set<String> bare = CORE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(p -> p.getName())
                .collect(Collectors.toSet());
        assertThat(bare).isEmpty();
    }
}
