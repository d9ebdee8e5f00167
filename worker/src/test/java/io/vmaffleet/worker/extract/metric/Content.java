package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.clips.SyntheticPicture;
import io.vmaffleet.worker.extract.metric.DrawnFrame.Drawing;

/// What test pictures show, and what becomes of it: the ordinary and each extreme.
enum Content {
    /// Waves, edges and noise, and the same with coarser steps.
    PICTURE {
        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = picture(bitDepth);
            int step = 6 << (bitDepth - 8);
            return (plane, x, y) -> drawing.sample(plane, x, y) / step * step + step / 2;
        }
    },
    /// The least that can differ: a sample here and there by one.
    NEARLY_EQUAL {
        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = picture(bitDepth);
            return (plane, x, y) -> drawing.sample(plane, x, y) + ((hash(plane, x, y, 5) & 63) == 0 ? 1 : 0);
        }
    },
    EQUAL {
        @Override
        Drawing distorted(int bitDepth) {
            return picture(bitDepth);
        }
    },
    /// No colour at all; the luma moves by a little.
    GREY {
        @Override
        Drawing reference(int bitDepth) {
            return (plane, x, y) -> plane == 0 ? (40 + (x + 2 * y) / 4 % 160) << (bitDepth - 8) : 128 << (bitDepth - 8);
        }

        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = reference(bitDepth);
            return (plane, x, y) -> drawing.sample(plane, x, y) + (plane == 0 ? hash(plane, x, y, 1) & 3 : 0);
        }
    },
    /// Each sample at one end of its range or near it, in patches.
    SATURATED {
        @Override
        Drawing reference(int bitDepth) {
            int largest = (1 << bitDepth) - 1;
            return (plane, x, y) -> (hash(plane, x >> 4, y >> 4, 2) & 1) == 0
                    ? hash(plane, x, y, 3) & 7
                    : largest - (hash(plane, x, y, 4) & 7);
        }

        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = reference(bitDepth);
            int largest = (1 << bitDepth) - 1;
            return (plane, x, y) ->
                    Math.clamp(drawing.sample(plane, x, y) + (hash(plane, x, y, 6) & 31) - 16L, 0, largest);
        }
    },
    DARK {
        @Override
        Drawing reference(int bitDepth) {
            return (plane, x, y) -> plane == 0
                    ? hash(plane, x >> 2, y >> 2, 7) % 24
                    : picture(bitDepth).sample(plane, x, y);
        }

        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = reference(bitDepth);
            return (plane, x, y) -> drawing.sample(plane, x, y) ^ (plane == 0 ? hash(plane, x, y, 8) & 1 : 0);
        }
    },
    /// Two that have nothing to do with each other.
    NOISE {
        @Override
        Drawing reference(int bitDepth) {
            return (plane, x, y) -> hash(plane, x, y, 9) & ((1 << bitDepth) - 1);
        }

        @Override
        Drawing distorted(int bitDepth) {
            return (plane, x, y) -> hash(plane, x, y, 10) & ((1 << bitDepth) - 1);
        }
    },
    /// Each other's negatives, of which MS-SSIM has no value.
    NEGATIVE {
        @Override
        Drawing distorted(int bitDepth) {
            Drawing drawing = picture(bitDepth);
            int largest = (1 << bitDepth) - 1;
            return (plane, x, y) -> largest - drawing.sample(plane, x, y);
        }
    },
    /// Two flat ones of different values.
    FLAT {
        @Override
        Drawing reference(int bitDepth) {
            return (plane, x, y) -> 100 + plane;
        }

        @Override
        Drawing distorted(int bitDepth) {
            return (plane, x, y) -> 103 - plane;
        }
    };

    /// Waves, edges and noise, until told otherwise.
    Drawing reference(int bitDepth) {
        return picture(bitDepth);
    }

    abstract Drawing distorted(int bitDepth);

    DrawnFrame reference(int width, int height, int bitDepth) {
        return new DrawnFrame(width, height, bitDepth, reference(bitDepth));
    }

    DrawnFrame distorted(int width, int height, int bitDepth) {
        return new DrawnFrame(width, height, bitDepth, distorted(bitDepth));
    }

    private static Drawing picture(int bitDepth) {
        SyntheticPicture picture = new SyntheticPicture(11);
        return (plane, x, y) -> plane == 0 ? picture.luma(0, x, y, bitDepth) : picture.chroma(plane, 0, x, y, bitDepth);
    }

    private static int hash(int plane, int x, int y, int seed) {
        int hash = x * 0x1656_67b1 + y * 0x27d4_eb2f + plane * 0x3d4d_51cb + seed * 0x5bd1_e995;
        hash = (hash ^ (hash >>> 15)) * 0x2c1b_3c6d;
        hash = (hash ^ (hash >>> 12)) * 0x297a_2d39;
        return (hash ^ (hash >>> 15)) >>> 8;
    }
}
