package io.vmaffleet.deploy.chaos;

import io.vmaffleet.queue.testing.RedisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// The run's Redis: a real server that keeps what it is told on disk, with commands for who means it harm.
final class RedisHost implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final Path folder;
    private final RedisProcess server;

    private RedisHost(Path folder, RedisProcess server) {
        this.folder = folder;
        this.server = server;
    }

    static RedisHost start(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new RedisHost(folder, RedisProcess.startEmbedded("--appendonly", "yes", "--dir", folder.toString()));
    }

    int port() {
        return server.port();
    }

    void kill() {
        server.kill();
    }

    /// With all that it was told.
    void restart() {
        server.restart();
    }

    void restartEmpty() throws IOException {
        server.kill();
        try (Stream<Path> kept = Files.list(folder)) {
            for (Path file : kept.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        server.restart();
    }

    void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", server.pid());
    }

    void wake() throws IOException, InterruptedException {
        Signals.send("CONT", server.pid());
    }

    /// Runs commands on each key whose name matches.
    ///
    /// @param lua what to do with `key`
    void onEach(String pattern, String lua) {
        command("EVAL", "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do " + lua + " end", "0", pattern);
    }

    private void command(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = in.readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new ChaosException("Redis answered " + words[0] + " with " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
