package io.vmaffleet.worker.extract.metric;

import java.util.HexFormat;
import java.util.List;

/// A process of its own that prints a digest of what the metrics make of a few pictures.
final class MetricDigest {
    private static final List<Content> CONTENTS = List.of(
            Content.PICTURE, Content.GREY, Content.SATURATED, Content.DARK, Content.NOISE, Content.NEARLY_EQUAL);

    private MetricDigest() {}

    /// @param arguments how often each picture is measured, so that compiled code does it at last
    public static void main(String[] arguments) {
        long digest = 0;
        for (int bitDepth : new int[] {8, 10}) {
            List<FrameMetric> metrics = all(219, 181, bitDepth);
            for (Content content : CONTENTS) {
                DrawnFrame reference = content.reference(219, 181, bitDepth);
                DrawnFrame distorted = content.distorted(219, 181, bitDepth);
                for (FrameMetric metric : metrics) {
                    digest = digest * 31 + bits(metric, reference, distorted, Integer.parseInt(arguments[0]));
                }
            }
            // of a size that is halved
            digest = digest * 31
                    + bits(
                            new Ssim(401, 385, bitDepth),
                            Content.PICTURE.reference(401, 385, bitDepth),
                            Content.PICTURE.distorted(401, 385, bitDepth),
                            Integer.parseInt(arguments[0]));
        }
        System.out.println(HexFormat.of().toHexDigits(digest));
    }

    static List<FrameMetric> all(int width, int height, int bitDepth) {
        return List.of(
                new Ssim(width, height, bitDepth),
                new MsSsim(width, height, bitDepth),
                new Ciede2000(width, height, bitDepth),
                new PsnrHvs(width, height, bitDepth));
    }

    private static long bits(FrameMetric metric, DrawnFrame reference, DrawnFrame distorted, int rounds) {
        long first = Double.doubleToLongBits(metric.score(reference, distorted));
        for (int round = 1; round < rounds; round++) {
            long again = Double.doubleToLongBits(metric.score(reference, distorted));
            if (again != first) {
                throw new IllegalStateException(metric + " changes its mind in round " + round);
            }
        }
        return first;
    }
}
