package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The C library's functions, which libvmaf calls: where its scores are to be had to the bit, Java's own will
/// not do, since they round some results otherwise.
public final class Libm {
    private static final FunctionDescriptor OF_ONE = FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE);
    private static final FunctionDescriptor OF_TWO = FunctionDescriptor.of(JAVA_DOUBLE, JAVA_DOUBLE, JAVA_DOUBLE);
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle EXP = handle("exp", OF_ONE);
    private static final MethodHandle LOG2 = handle("log2", OF_ONE);
    private static final MethodHandle LOG10 = handle("log10", OF_ONE);
    private static final MethodHandle POW = handle("pow", OF_TWO);

    private Libm() {}

    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), descriptor);
    }

    static double exp(double x) {
        return call(EXP, x);
    }

    static double log2(double x) {
        return call(LOG2, x);
    }

    public static double log10(double x) {
        return call(LOG10, x);
    }

    public static double pow(double x, double y) {
        try {
            return (double) POW.invokeExact(x, y);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static double call(MethodHandle function, double x) {
        try {
            return (double) function.invokeExact(x);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        switch (e) {
            case RuntimeException passed -> throw passed;
            case Error passed -> throw passed;
            default -> throw new IllegalStateException("a call of the C library threw", e);
        }
    }
}
