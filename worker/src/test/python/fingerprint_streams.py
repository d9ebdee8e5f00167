"""Makes the tiny clips that an engine decodes at its start (fingerprint/streams of the worker's resources).

    python3 -m venv V && V/bin/pip install av==18.1.0 numpy
    V/bin/python worker/src/test/python/fingerprint_streams.py worker/src/main/resources/io/vmaffleet/worker/fingerprint

Another encoder gives other clips and so other fingerprints: a finished release keeps the clips it was made with.
"""

import pathlib
import sys

import av
import numpy

# name, encoder, pixel format, frames, width, height, encoder options, colour (transfer, primaries, matrix), full range
CLIPS = [
    ("h264.mp4", "libx264", "yuv420p", 5, 64, 48, {"crf": "28", "bf": "2", "x264-params": "threads=1"}, (1, 1, 1), False),
    ("hevc_pq.mp4", "libx265", "yuv420p10le", 5, 64, 64, {"x265-params": "crf=30:pools=none:frame-threads=1:log-level=none:info=0"}, (16, 9, 9), False),
    ("av1_hlg.mp4", "libsvtav1", "yuv420p10le", 3, 64, 64, {"crf": "40", "preset": "8", "svtav1-params": "lp=1"}, (18, 9, 9), False),
    ("vp9_444.webm", "libvpx-vp9", "yuv444p", 3, 64, 48, {"crf": "40", "b": "0"}, (1, 1, 1), False),
    ("mpeg4.mp4", "mpeg4", "yuv420p", 3, 64, 48, {"bf": "1", "flags": "+bitexact"}, (1, 1, 1), False),
    ("mjpeg_full.mov", "mjpeg", "yuvj422p", 2, 64, 48, {"q": "8", "flags": "+bitexact"}, (1, 1, 5), True),
    ("prores_422.mov", "prores_ks", "yuv422p10le", 2, 64, 48, {"profile": "0", "qscale": "20", "flags": "+bitexact"}, (1, 1, 1), False),
    ("yuyv.mov", "rawvideo", "yuyv422", 2, 32, 32, {}, (1, 1, 1), False),
]


def picture(n, width, height):
    """A moving gradient with a disc and noise: RGB, 8 bits."""
    y, x = numpy.mgrid[0:height, 0:width]
    noise = numpy.random.default_rng(n).integers(0, 24, (height, width, 3))
    disc = (x - 10 - 4 * n) ** 2 + (y - height // 2) ** 2 < (height // 4) ** 2
    rgb = numpy.stack([x * 3 + 5 * n, y * 4, (x + y) * 2], axis=-1) + noise
    rgb[disc] = (230, 40, 60)
    return numpy.clip(rgb, 0, 255).astype(numpy.uint8)


def encode(folder, name, codec, pixels, frames, width, height, options, colour, full):
    with av.open(str(folder / name), "w", options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        context = stream.codec_context
        context.color_trc, context.color_primaries, context.colorspace = colour
        context.color_range = 2 if full else 1
        context.thread_count = 1
        for n in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(n, width, height), format="rgb24")
            for packet in stream.encode(frame.reformat(format=pixels, dst_color_range=context.color_range)):
                output.mux(packet)
        for packet in stream.encode():
            output.mux(packet)


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for clip in CLIPS:
        encode(target, *clip)
