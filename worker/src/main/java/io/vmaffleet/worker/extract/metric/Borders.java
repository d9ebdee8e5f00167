package io.vmaffleet.worker.extract.metric;

/// What lies beyond a picture's borders: the picture mirrored, its outermost samples repeated.
final class Borders {
    private Borders() {}

    /// The place within a picture that stands for one at most its size beyond it.
    static int mirrored(int place, int size) {
        if (place < 0) {
            return -1 - place;
        }
        return place < size ? place : 2 * size - 1 - place;
    }
}
