package io.vmaffleet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// What may lean on what among the words and the wire.
class CommonArchitectureTest {
    private static final String ROOT = "io.vmaffleet.";

    private static final JavaClasses COMMON = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vmaffleet");

    @Test
    void thereIsSomethingToJudge() {
        assertThat(COMMON.contain(io.vmaffleet.queue.WorkerQueue.class)).isTrue();
        assertThat(COMMON).hasSizeGreaterThan(30);
    }

    @Test
    void thePureValuesLeanOnNothingButTheJdk() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + "feature", ROOT + "task", ROOT + "result")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.jspecify..", ROOT + "feature", ROOT + "task", ROOT + "result"))
                .check(COMMON);
    }

    @Test
    void theQueuesInterfaceKnowsNoServerAndNoJson() {
        classes()
                .that()
                .resideInAPackage(ROOT + "queue")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", ROOT + "queue", ROOT + "task"))
                .check(COMMON);
    }

    @Test
    void onlyTheQueueOnRedisKnowsItsClient() {
        noClasses()
                .that(resideOutsideOfPackages(ROOT + "queue.redis"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..")
                .check(COMMON);
    }

    @Test
    void onlyTheWireKnowsJson() {
        noClasses()
                .that(resideOutsideOfPackages(ROOT + "wire"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(COMMON);
    }

    @Test
    void nothingNativeAndNothingOfTheSidesIsHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang.foreign..",
                        "org.bytedeco..",
                        ROOT + "coordinator..",
                        ROOT + "worker..",
                        ROOT + "deploy..")
                .check(COMMON);
    }

    @Test
    void packagesLeanOnEachOtherInOneDirection() {
        slices().matching("io.vmaffleet.(**)").should().beFreeOfCycles().check(COMMON);
    }
}
