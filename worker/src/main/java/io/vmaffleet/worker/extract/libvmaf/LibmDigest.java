package io.vmaffleet.worker.extract.libvmaf;

/// A million calls of the C library's exp, log2 and pow, the ones libvmaf calls, boiled down to one number. glibc
/// rounds 5 to 8 results in 10,000 otherwise on CPUs without FMA, and libvmaf's model adds up hundreds of them.
public final class LibmDigest {
    private static final int CALLS_EACH = 350_000;

    private LibmDigest() {}

    /// Changes with any bit of any result.
    public static long compute() {
        long digest = 0;
        for (int i = 0; i < CALLS_EACH; i++) {
            // Arguments spread over what the model and the extractors ask for; exact products, no rounding of ours.
            double spread = (i * 0x9E37_79B1L & 0xFFFF_FFFFL) * 0x1p-32;
            digest = mix(digest, Libm.exp(spread * -16));
            digest = mix(digest, Libm.log2(0x1p-10 + spread * 0x1p16));
            digest = mix(digest, Libm.pow(0x1p-8 + spread * 4, (i & 1) == 0 ? 0.4 : 2.4));
        }
        return digest;
    }

    /// One to one in the digest so far for any result, so that a single difference is never lost.
    private static long mix(long digest, double result) {
        return Long.rotateLeft((digest ^ Double.doubleToRawLongBits(result)) * 0x9E37_79B9_7F4A_7C15L, 29);
    }
}
