package io.vmaffleet.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The rules that hold over all modules: only here they are seen together.
class DeployArchitectureTest {
    private static final String BASE = "io.vmaffleet";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(BASE);

    @Test
    void theRulesLookAtAllModules() {
        for (String named :
                new String[] {"task.ClipTask", "coordinator.Coordinator", "worker.Worker", "deploy.command.Commands"}) {
            assertThat(CLASSES.contain(BASE + "." + named)).as(named).isTrue();
        }
    }

    @Test
    void coordinatorAndWorkerKnowOnlyWhatTheySpeak() {
        forbid(".coordinator..", ".worker..");
        forbid(".worker..", ".coordinator..");
    }

    @Test
    void nothingReachesBackToTheAssembledThing() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".deploy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".deploy..")
                .check(CLASSES);
    }

    @Test
    void theWordsBothSidesSpeakKnowNeither() {
        for (String word : new String[] {".task..", ".result..", ".feature..", ".wire..", ".queue.."}) {
            forbid(word, ".coordinator..");
            forbid(word, ".worker..");
        }
    }

    @Test
    void localModeKnowsNoCommandLine() {
        forbid(".deploy.local..", ".deploy.command..");
        forbid(".deploy.demo..", ".deploy.command..");
    }

    @Test
    void eachForeignThingIsKnownInOnePlace() {
        only("io.lettuce..", ".queue.redis..");
        only("java.lang.foreign..", ".worker.extract.libvmaf..", ".worker.posix..");
        only("org.bytedeco..", ".worker.decode..", ".worker.clips..");
        only("picocli..", ".deploy.command..");
        only("io.vertx..", ".coordinator.status..");
        only("org.apache.parquet..", ".coordinator.table..");
    }

    private static void forbid(String from, String to) {
        noClasses()
                .that()
                .resideInAPackage(BASE + from)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + to)
                .check(CLASSES);
    }

    private static void only(String foreign, String... places) {
        String[] allowed = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            allowed[i] = BASE + places[i];
        }
        classes()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage(foreign)
                .check(CLASSES);
    }
}
