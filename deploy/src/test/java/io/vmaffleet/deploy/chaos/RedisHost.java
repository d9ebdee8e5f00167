package io.vmaffleet.deploy.chaos;

import io.vmaffleet.queue.testing.RedisProcess;
import java.io.IOException;

/// The server of a fleet, with an append-only file, so that a restart may keep its data or lose it. One thread uses it.
final class RedisHost implements AutoCloseable {
    private final RedisProcess server;

    private RedisHost(RedisProcess server) {
        this.server = server;
    }

    static RedisHost start() {
        return new RedisHost(RedisProcess.startEmbedded("--appendonly", "yes"));
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

    void restartEmpty() {
        server.restartEmpty();
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
        server.command("EVAL", "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do " + lua + " end", "0", pattern);
    }

    @Override
    public void close() {
        server.close();
    }
}
