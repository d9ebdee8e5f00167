package io.vmaffleet.coordinator.corpus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// BLAKE2s without a key (RFC 7693), which the JDK does not have and Python's `hashlib.blake2s` is.
final class Blake2s {
    private static final int BLOCK_BYTES = 64;
    private static final int ROUNDS = 10;

    private static final int[] IV = {
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
    };

    private static final byte[][] SIGMA = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    };

    /// The four words that each of a round's eight mixings takes: columns, then diagonals.
    private static final byte[][] MIXINGS = {
        {0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
        {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14},
    };

    private Blake2s() {}

    /// The digest of a message.
    ///
    /// @param digestBytes 1 to 32; another length is another digest, not a part of the longer one
    static byte[] digest(byte[] message, int digestBytes) {
        if (digestBytes < 1 || digestBytes > 32) {
            throw new IllegalArgumentException("a digest of " + digestBytes + " bytes");
        }
        int[] state = IV.clone();
        state[0] ^= 0x01010000 ^ digestBytes;
        int offset = 0;
        while (message.length - offset > BLOCK_BYTES) {
            compress(state, block(message, offset, BLOCK_BYTES), offset + BLOCK_BYTES, false);
            offset += BLOCK_BYTES;
        }
        compress(state, block(message, offset, message.length - offset), message.length, true);

        ByteBuffer digest = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            digest.putInt(word);
        }
        return java.util.Arrays.copyOf(digest.array(), digestBytes);
    }

    private static int[] block(byte[] message, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(message, offset, length).clear();
        int[] words = new int[16];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes.getInt();
        }
        return words;
    }

    private static void compress(int[] state, int[] block, long bytesSoFar, boolean last) {
        int[] v = new int[16];
        System.arraycopy(state, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= (int) bytesSoFar;
        v[13] ^= (int) (bytesSoFar >>> 32);
        if (last) {
            v[14] = ~v[14];
        }
        for (int round = 0; round < ROUNDS; round++) {
            byte[] order = SIGMA[round];
            for (int i = 0; i < MIXINGS.length; i++) {
                mix(v, MIXINGS[i], block[order[2 * i]], block[order[2 * i + 1]]);
            }
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static void mix(int[] v, byte[] words, int x, int y) {
        int a = words[0];
        int b = words[1];
        int c = words[2];
        int d = words[3];
        v[a] += v[b] + x;
        v[d] = Integer.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Integer.rotateRight(v[b] ^ v[c], 12);
        v[a] += v[b] + y;
        v[d] = Integer.rotateRight(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = Integer.rotateRight(v[b] ^ v[c], 7);
    }
}
