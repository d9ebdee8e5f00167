package io.vmaffleet.queue.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One command to a Redis on this machine, as a stranger with a socket would give it.
final class RedisCall {
    private static final int TIMEOUT_MILLIS = 30_000;

    private RedisCall() {}

    /// @return the answer; an array's elements stand a line each, a missing value is empty
    /// @throws IllegalStateException if the server refuses
    static String ask(int port, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(encode(words));
            out.flush();
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    /// Text goes out a byte a character, so that a test can send bytes that are no text.
    private static byte[] encode(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return request.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String read(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '-' -> throw new IllegalStateException("Redis refuses: " + rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> {
                List<String> elements = new ArrayList<>();
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    elements.add(read(in));
                }
                yield String.join("\n", elements);
            }
            default -> throw new IllegalStateException("no answer of Redis: " + line);
        };
    }

    private static String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        in.skipNBytes(2);
        return text;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis went before it answered");
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }
}
