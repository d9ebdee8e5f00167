package io.vmaffleet.worker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vmaffleet.worker.clips.ClipSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real libvmaf that does what a broken one does at pictures of certain heights, from a clip's third frame on. It is
/// made here, of a few lines of C before the library itself; where there is no C compiler the test is skipped.
public enum BrokenLibvmaf {
    CRASHES(242, "*(volatile int *)16 = 1;"),
    SPINS(244, "for (;;) spun++;"),
    EATS_MEMORY(246, "for (;;) { memset(malloc(16 << 20), 1, 16 << 20); usleep(20000); }");

    private static final String SOURCE_BEGIN = """
            #include <dlfcn.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>

            typedef struct { int format; unsigned bits, width[3], height[3]; } picture;
            static volatile unsigned long spun;

            int vmaf_read_pictures(void *context, picture *reference, picture *distorted, unsigned index) {
                static int (*real)(void *, picture *, picture *, unsigned);
                if (!real) *(void **)&real = dlsym(dlopen(REAL, RTLD_NOW), "vmaf_read_pictures");
            """;
    private static final String SOURCE_END = """
                return real(context, reference, distorted, index);
            }
            """;

    /// Arguments: folder, the real library. What is not defined here comes from the real one, found by its own name.
    private static final String BUILD = """
            name=$(readelf -d "$2" | sed -n 's/.*soname: \\[\\(.*\\)\\]/\\1/p')
            ln -s "$2" "$1/$name"
            gcc -O0 -shared -fPIC -DREAL="\\"$2\\"" -o "$1/libbroken.so" "$1/broken.c" \\
                -Wl,--no-as-needed "$2" -Wl,-rpath,"$1"
            """;

    private final int height;
    private final String fault;

    BrokenLibvmaf(int height, String fault) {
        this.height = height;
        this.fault = fault;
    }

    /// A clip that brings the fault about.
    public Path poison(ClipMaker clips, String name) {
        return clips.make(name, ClipSpec.of(320, height, 10).build());
    }

    /// Builds the library.
    ///
    /// @param real the library before which it is put
    public static Path build(Path folder, Path real) throws IOException, InterruptedException {
        assumeThat(run("command -v gcc readelf")).as("there is a C compiler").isTrue();
        StringBuilder source = new StringBuilder(SOURCE_BEGIN);
        for (BrokenLibvmaf one : values()) {
            source.append("    if (reference && index == 2 && reference->height[0] == ")
                    .append(one.height)
                    .append(") { ")
                    .append(one.fault)
                    .append(" }\n");
        }
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("broken.c"), source.append(SOURCE_END));
        assertThat(run(BUILD, folder.toString(), real.toRealPath().toString()))
                .as("the broken libvmaf is built")
                .isTrue();
        return folder.resolve("libbroken.so");
    }

    private static boolean run(String script, String... arguments) throws IOException, InterruptedException {
        String[] line = new String[4 + arguments.length];
        line[0] = "sh";
        line[1] = "-ec";
        line[2] = script;
        line[3] = "sh";
        System.arraycopy(arguments, 0, line, 4, arguments.length);
        return new ProcessBuilder(line)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor()
                == 0;
    }
}
