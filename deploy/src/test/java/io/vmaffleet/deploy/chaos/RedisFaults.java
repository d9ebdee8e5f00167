package io.vmaffleet.deploy.chaos;

import java.time.Duration;

/// What happens to the server and what it holds.
final class RedisFaults {
    static final String TARGET = "redis";

    private RedisFaults() {}

    /// Killed and started again, with what it held or without.
    record Restarted(RedisHost redis, Duration lasts, boolean empty) implements Fault {
        @Override
        public String kind() {
            return empty ? "Redis restarted empty" : "Redis restarted with its data";
        }

        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public void inject() {
            redis.kill();
        }

        @Override
        public void undo() throws Exception {
            if (empty) {
                redis.restartEmpty();
            } else {
                redis.restart();
            }
        }
    }

    /// SIGSTOP.
    record Frozen(RedisHost redis, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "Redis frozen";
        }

        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public void inject() throws Exception {
            redis.freeze();
        }

        @Override
        public void undo() throws Exception {
            redis.wake();
        }
    }

    /// Something that is done with one command and cannot be undone.
    ///
    /// @param keys whose names match this pattern
    /// @param lua what is done to each `key`
    record Harmed(String kind, RedisHost redis, String keys, String lua) implements Fault {
        @Override
        public String target() {
            return TARGET;
        }

        @Override
        public Duration lasts() {
            return Duration.ZERO;
        }

        @Override
        public void inject() {
            redis.onEach(keys, lua);
        }

        @Override
        public void undo() {
            // what is gone is gone
        }
    }

    static Fault flushed(RedisHost redis) {
        return new Harmed("FLUSHALL", redis, "vf:*", "redis.call('FLUSHALL')");
    }

    static Fault groupDestroyed(RedisHost redis) {
        return new Harmed("group destroyed", redis, "vf:*:tasks:*", "redis.call('XGROUP', 'DESTROY', key, 'workers')");
    }

    static Fault consumersDeleted(RedisHost redis) {
        return new Harmed("consumers deleted", redis, "vf:*:tasks:*", """
                local known = redis.pcall('XINFO', 'CONSUMERS', key, 'workers')
                for _, consumer in ipairs(known) do
                  redis.call('XGROUP', 'DELCONSUMER', key, 'workers', consumer[2])
                end
                """);
    }

    static Fault tasksTrimmed(RedisHost redis) {
        return new Harmed("task stream trimmed", redis, "vf:*:tasks:*", "redis.call('XTRIM', key, 'MAXLEN', 0)");
    }

    static Fault resultsTrimmed(RedisHost redis) {
        return new Harmed("results stream trimmed", redis, "vf:*:results:*", "redis.call('XTRIM', key, 'MAXLEN', 0)");
    }
}
