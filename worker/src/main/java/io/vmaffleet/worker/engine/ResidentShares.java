package io.vmaffleet.worker.engine;

import java.util.Arrays;

/// How much of what engines ask for they really take, learnt from the resident sets of the clips before.
///
/// Demands are taken together to a power of two, since a small clip says nothing of a big one. What is learnt is the
/// largest share that was taken, which fades a tenth with each clip that took less, and a tenth more for the next to
/// differ. Nothing is corrected below a half, nor above the one and a half at which an engine is killed. Safe for many
/// threads.
final class ResidentShares {
    private static final double MARGIN = 1.1;
    private static final double FADING = 0.1;
    private static final double LEAST = 0.5;
    private static final double MOST = 1.5;

    private final double[] shares = new double[Long.SIZE + 1];

    ResidentShares() {
        Arrays.fill(shares, 1 / MARGIN);
    }

    /// What a demand is worth, in bytes.
    synchronized long corrected(long askedBytes) {
        double share = Math.clamp(shares[magnitude(askedBytes)] * MARGIN, LEAST, MOST);
        return Math.round(askedBytes * share);
    }

    /// Takes in what a clip took at its peak of what was asked for it, both in bytes.
    synchronized void learn(long askedBytes, long residentBytes) {
        if (askedBytes <= 0 || residentBytes <= 0) {
            return; // nothing was asked, or the kernel did not say
        }
        int magnitude = magnitude(askedBytes);
        double taken = (double) residentBytes / askedBytes;
        double before = shares[magnitude];
        shares[magnitude] = taken >= before ? taken : before + (taken - before) * FADING;
    }

    private static int magnitude(long bytes) {
        return Long.SIZE - Long.numberOfLeadingZeros(bytes);
    }
}
