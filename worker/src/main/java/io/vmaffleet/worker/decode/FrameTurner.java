package io.vmaffleet.worker.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.ShortPointer;

/// Turns planar 4:2:0 frames for display, in plain Java: no filter graph, and right for odd sizes.
final class FrameTurner implements AutoCloseable {
    private final Rotation rotation;
    private final AVFrame target;
    private final int bitDepth;
    private final byte[] codedBytes;
    private final byte[] turnedBytes;
    private final short[] codedShorts;
    private final short[] turnedShorts;

    /// @param coded the pictures before they are turned
    FrameTurner(Rotation rotation, PictureFormat coded) {
        this.rotation = rotation;
        this.bitDepth = coded.bitDepth();
        int samples = coded.width() * coded.height();
        codedBytes = new byte[bitDepth == 8 ? samples : 0];
        turnedBytes = new byte[codedBytes.length];
        codedShorts = new short[bitDepth == 8 ? 0 : samples];
        turnedShorts = new short[codedShorts.length];
        target = avutil.av_frame_alloc();
        int status = FrameConversion.allocate(
                target,
                rotation.width(coded.width(), coded.height()),
                rotation.height(coded.width(), coded.height()),
                coded.pixelFormat());
        if (status < 0) {
            avutil.av_frame_free(target);
            throw new OutOfMemoryError("no memory for a turned frame: " + DecoderLibrary.errorText(status));
        }
    }

    /// The frame that turned pictures are written into.
    AVFrame target() {
        return target;
    }

    /// A frame that the next call overwrites.
    AVFrame turn(AVFrame frame) {
        for (int plane = 0; plane < 3; plane++) {
            int width = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
            int height = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
            if (bitDepth == 8) {
                turnBytes(frame, plane, width, height);
            } else {
                turnShorts(frame, plane, width, height);
            }
        }
        return target;
    }

    @Override
    public void close() {
        avutil.av_frame_free(target);
    }

    private void turnBytes(AVFrame frame, int plane, int width, int height) {
        BytePointer from = frame.data(plane);
        for (int y = 0; y < height; y++) {
            from.position((long) y * frame.linesize(plane)).get(codedBytes, y * width, width);
        }
        rotation.turn(codedBytes, width, height, turnedBytes);
        BytePointer to = target.data(plane);
        int turnedWidth = rotation.width(width, height);
        for (int y = 0; y < rotation.height(width, height); y++) {
            to.position((long) y * target.linesize(plane)).put(turnedBytes, y * turnedWidth, turnedWidth);
        }
    }

    private void turnShorts(AVFrame frame, int plane, int width, int height) {
        ShortPointer from = new ShortPointer(frame.data(plane));
        for (int y = 0; y < height; y++) {
            from.position((long) y * frame.linesize(plane) / 2).get(codedShorts, y * width, width);
        }
        rotation.turn(codedShorts, width, height, turnedShorts);
        ShortPointer to = new ShortPointer(target.data(plane));
        int turnedWidth = rotation.width(width, height);
        for (int y = 0; y < rotation.height(width, height); y++) {
            to.position((long) y * target.linesize(plane) / 2).put(turnedShorts, y * turnedWidth, turnedWidth);
        }
    }
}
