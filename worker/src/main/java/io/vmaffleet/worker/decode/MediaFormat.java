package io.vmaffleet.worker.decode;

import io.vmaffleet.feature.Colour;

/// What a picture stream is, read from the stream itself.
///
/// @param codedWidth of the coded picture, before rotation
/// @param codedHeight of the coded picture, before rotation
/// @param rotation clockwise degrees by which a coded picture is turned for display: 0, 90, 180 or 270
/// @param width as displayed and measured
/// @param height as displayed and measured
/// @param bitDepth of the measured pictures: 8 or 10; deeper streams are measured at 10
/// @param codedBitDepth of the coded pictures
/// @param fps `r_frame_rate` as a double, 0 when unknown
/// @param codec libav's name of the codec
/// @param pixelFormat libav's name for the coded format
/// @param colour what the stream says of its colours
/// @param frames how many frames the container's index promises after edit lists, 0 when unknown
public record MediaFormat(
        int codedWidth,
        int codedHeight,
        int rotation,
        int width,
        int height,
        int bitDepth,
        int codedBitDepth,
        double fps,
        String codec,
        String pixelFormat,
        Colour colour,
        long frames) {
    /// Its pictures as they are measured by themselves.
    public PictureFormat pictures() {
        return new PictureFormat(width, height, bitDepth);
    }

    /// At least 10 bits and an HDR transfer or BT.2020 primaries, as the reference decides it.
    public boolean isHdr() {
        return codedBitDepth >= 10
                && (colour.transfer().filter(MediaFormat::isHdrTransfer).isPresent()
                        || colour.primaries().filter("bt2020"::equals).isPresent());
    }

    private static boolean isHdrTransfer(String transfer) {
        return switch (transfer) {
            case "smpte2084", "arib-std-b67", "bt2020-10", "bt2020-12" -> true;
            default -> false;
        };
    }
}
