package io.vmaffleet.worker.extract.metric;

/// CIEDE2000 in double, with angles, from the formula: slow, and as plain as it can be. In one place alone it
/// rounds as libvmaf does: the response to light, whose differences the colours are, is a float there.
final class ExactCiede2000 {
    private ExactCiede2000() {}

    /// A colour in CIE L\*a\*b\*.
    record Lab(double lightness, double a, double b) {}

    /// The score of a whole frame.
    static double score(DrawnFrame reference, DrawnFrame distorted) {
        double sum = 0;
        for (int y = 0; y < reference.height(); y++) {
            for (int x = 0; x < reference.width(); x++) {
                sum += difference(lab(reference, x, y), lab(distorted, x, y), 0.65, 1, 4);
            }
        }
        return 45 - 20 * Math.log10(sum / ((double) reference.width() * reference.height()));
    }

    private static Lab lab(DrawnFrame frame, int x, int y) {
        double scale = 1 << (frame.bitDepth() - 8);
        double luma = (frame.sample(0, x, y) / scale - 16) / 219;
        double cb = (frame.sample(1, x / 2, y / 2) / scale - 128) / 224;
        double cr = (frame.sample(2, x / 2, y / 2) / scale - 128) / 224;
        double red = linear(luma + 1.28033 * cr);
        double green = linear(luma - 0.21482 * cb - 0.38059 * cr);
        double blue = linear(luma + 2.12798 * cb);
        double ofX =
                response((0.4124564390896921 * red + 0.357576077643909 * green + 0.18043748326639894 * blue) / 0.95047);
        double ofY = response(0.21267285140562248 * red + 0.715152155287818 * green + 0.07217499330655958 * blue);
        double ofZ = response(
                (0.019333895582329317 * red + 0.119192025881303 * green + 0.9503040785363677 * blue) / 1.08883);
        return new Lab(116 * ofY - 16, 500 * (ofX - ofY), 200 * (ofY - ofZ));
    }

    private static double linear(double colour) {
        return colour > 10 / 255.0 ? Math.pow((colour + 0.055) / 1.055, 2.4) : colour / 12.92;
    }

    private static double response(double light) {
        return (float) (light > 216 / 24389.0 ? Math.cbrt(light) : (24389 / 27.0 * light + 16) / 116);
    }

    /// The difference of two colours; the weights are 1 in CIE's reference conditions.
    static double difference(Lab one, Lab other, double kLightness, double kChroma, double kHue) {
        double chroma = (Math.hypot(one.a, one.b) + Math.hypot(other.a, other.b)) / 2;
        double stretch = 1.5 - 0.5 * Math.sqrt(Math.pow(chroma, 7) / (Math.pow(chroma, 7) + Math.pow(25, 7)));
        double a1 = one.a * stretch;
        double a2 = other.a * stretch;
        double c1 = Math.hypot(a1, one.b);
        double c2 = Math.hypot(a2, other.b);
        double h1 = hue(a1, one.b);
        double h2 = hue(a2, other.b);
        double turn = c1 * c2 == 0 ? 0 : h2 - h1;
        double meanHue = (h1 + h2) / 2;
        if (Math.abs(turn) > 180) {
            turn -= Math.signum(turn) * 360;
            meanHue += 180;
        }
        double meanChroma = (c1 + c2) / 2;
        double fromMiddle = (one.lightness + other.lightness) / 2 - 50;
        double t = 1
                - 0.17 * cos(meanHue - 30)
                + 0.24 * cos(2 * meanHue)
                + 0.32 * cos(3 * meanHue + 6)
                - 0.20 * cos(4 * meanHue - 63);
        double rotation = -2
                * Math.sqrt(Math.pow(meanChroma, 7) / (Math.pow(meanChroma, 7) + Math.pow(25, 7)))
                * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((meanHue % 360 - 275) / 25, 2))));
        double lightness = (other.lightness - one.lightness)
                / (kLightness * (1 + 0.015 * fromMiddle * fromMiddle / Math.sqrt(20 + fromMiddle * fromMiddle)));
        double ofChroma = (c2 - c1) / (kChroma * (1 + 0.045 * meanChroma));
        double ofHue =
                2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2)) / (kHue * (1 + 0.015 * meanChroma * t));
        return Math.sqrt(lightness * lightness + ofChroma * ofChroma + ofHue * ofHue + rotation * ofChroma * ofHue);
    }

    private static double hue(double a, double b) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
