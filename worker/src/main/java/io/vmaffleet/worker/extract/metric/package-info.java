/// Scores of our own of pairs of frames, of the metrics that libvmaf computes without SIMD.
@NullMarked
package io.vmaffleet.worker.extract.metric;

import org.jspecify.annotations.NullMarked;
