package io.vmaffleet.coordinator.table;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compression without native code, so that no library's version is in a table's bytes, and without Hadoop's classes.
/// Snappy is what pandas writes by default; its tables must be read, and ours be as readable as its.
final class PureJavaCodecs implements CompressionCodecFactory {
    /// What our tables are written with.
    static final CompressionCodecName WRITTEN = CompressionCodecName.SNAPPY;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != WRITTEN) {
            throw new IllegalArgumentException("tables are written with " + WRITTEN + ", not " + codec);
        }
        return new SnappyCompression();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case SNAPPY -> new Decompression(new SnappyJavaDecompressor());
            case ZSTD -> new Decompression(new ZstdJavaDecompressor());
            default ->
                throw new UnsupportedOperationException(
                        "compressed with " + codec + ", and only SNAPPY, ZSTD and none are read");
        };
    }

    @Override
    public void release() {}

    private static byte[] array(BytesInput bytes) throws IOException {
        ByteArrayOutputStream array = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
        bytes.writeAllTo(array);
        return array.toByteArray();
    }

    private static final class SnappyCompression implements BytesInputCompressor {
        private final SnappyJavaCompressor compressor = new SnappyJavaCompressor();

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] plain = array(bytes);
            byte[] compressed = new byte[compressor.maxCompressedLength(plain.length)];
            int length = compressor.compress(plain, 0, plain.length, compressed, 0, compressed.length);
            return BytesInput.from(compressed, 0, length);
        }

        @Override
        public CompressionCodecName getCodecName() {
            return WRITTEN;
        }

        @Override
        public void release() {}
    }

    private static final class Decompression implements BytesInputDecompressor {
        private final Decompressor decompressor;

        Decompression(Decompressor decompressor) {
            this.decompressor = decompressor;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int plainBytes) throws IOException {
            return BytesInput.from(plain(array(bytes), plainBytes));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedBytes, ByteBuffer output, int plainBytes)
                throws IOException {
            byte[] compressed = new byte[compressedBytes];
            input.get(compressed);
            output.put(plain(compressed, plainBytes));
        }

        @Override
        public void release() {}

        private byte[] plain(byte[] compressed, int plainBytes) throws IOException {
            byte[] plain = new byte[plainBytes];
            int length = decompressor.decompress(compressed, 0, compressed.length, plain, 0, plain.length);
            if (length != plainBytes) {
                throw new IOException("a page of " + length + " bytes where " + plainBytes + " were promised");
            }
            return plain;
        }
    }
}
