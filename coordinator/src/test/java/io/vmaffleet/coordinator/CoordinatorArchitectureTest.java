package io.vmaffleet.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Imports go along the flow, never back: corpus, plan, table, ledger, then what drives them.
class CoordinatorArchitectureTest {
    private static final String BASE = "io.vmaffleet.coordinator";
    private static final List<String> FLOW = List.of("corpus", "plan", "table", "ledger");
    private static final List<String> DRIVERS = List.of("dispatch", "intake", "status");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    @Test
    void theRulesLookAtClasses() {
        assertThat(CLASSES).hasSizeGreaterThan(20);
    }

    @Test
    void importsGoAlongTheFlow() {
        for (int i = 0; i < FLOW.size(); i++) {
            for (String later : FLOW.subList(i + 1, FLOW.size())) {
                forbid(FLOW.get(i), later);
            }
            for (String driver : DRIVERS) {
                forbid(FLOW.get(i), driver);
            }
        }
    }

    @Test
    void aVerdictFollowsFromEvidenceAlone() {
        FLOW.forEach(other -> forbid("verdict", other));
        DRIVERS.forEach(other -> forbid("verdict", other));
    }

    @Test
    void nothingReachesBackUpToTheCoordinator() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE)
                .check(CLASSES);
    }

    @Test
    void theCoordinatorKnowsNoWorker() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vmaffleet.worker..", "io.vmaffleet.deploy..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void aFileFormatIsReadInOnePackage() {
        onlyIn("table", "org.apache.parquet..", "org.apache.hadoop..", "io.airlift..");
        onlyIn("corpus", "de.siegmar.fastcsv..");
    }

    private static void forbid(String from, String to) {
        noClasses()
                .that()
                .resideInAPackage(BASE + "." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "." + to + "..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static void onlyIn(String one, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(CLASSES);
    }
}
