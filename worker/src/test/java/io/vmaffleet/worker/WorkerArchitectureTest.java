package io.vmaffleet.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Imports go along the flow (decode, extract, row; then engine, loop) or to common, and native code has few doors.
class WorkerArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vmaffleet.worker");

    @Test
    void foreignMemoryStaysBehindItsTwoDoors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..worker.extract.libvmaf..", "..worker.posix..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.foreign.."))
                .check(CLASSES);
    }

    @Test
    void theDecoderLibraryIsSeenByDecodingAndTheClipEncoderAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..worker.decode..", "..worker.clips..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.bytedeco.."))
                .check(CLASSES);
    }

    @Test
    void aWorkerKnowsNeitherTheCoordinatorNorRedisItself() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.vmaffleet.coordinator..", "io.vmaffleet.deploy..", "io.lettuce.."))
                .check(CLASSES);
    }

    @Test
    void theFlowIsNeverWalkedBack() {
        noClasses()
                .that()
                .resideInAPackage("..worker.posix..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "..worker.decode..",
                        "..worker.extract..",
                        "..worker.row..",
                        "..worker.engine..",
                        "..worker.loop.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..worker.decode..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "..worker.clips..",
                        "..worker.extract..",
                        "..worker.row..",
                        "..worker.engine..",
                        "..worker.loop.."))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("..worker.extract..", "..worker.row..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("..worker.engine..", "..worker.loop..", "..worker.clips.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
