package io.vmaffleet.queue.redis;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.TaskCodec;
import java.time.Duration;
import java.util.regex.Pattern;

/// The names of all keys of one queue. The queue's name is the hash tag, so that a queue lies in one Cluster slot
/// and a script may touch any of its keys.
record RedisKeys(String queue) {
    /// The consumer group of every task stream.
    static final String GROUP = "workers";

    /// How long keys outlive their last user: long enough for a run that is resumed after a week-end, short
    /// enough that what nobody ends does not stay for ever.
    static final Duration TTL = Duration.ofDays(7);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    RedisKeys {
        if (!isQueueName(queue)) {
            throw new IllegalArgumentException("not a queue name: '" + queue + "'");
        }
    }

    static boolean isQueueName(String queue) {
        return NAME.matcher(queue).matches();
    }

    /// Stream: the tasks for one engine, of all runs.
    String tasks(EngineFingerprint engine) {
        return key("tasks:" + TaskCodec.WIRE_VERSION + ":" + engine.value());
    }

    /// Stream without a group: the results of a run that are not yet on disk.
    String results(RunId run) {
        return results(run.value());
    }

    /// Of whatever a message names as its run; where that is none, there is no such stream.
    String results(String id) {
        return key("results:" + id);
    }

    /// Hash: `state` in lower case, and the run's facts.
    String run(RunId run) {
        return run(run.value());
    }

    String run(String id) {
        return key("run:" + id);
    }

    /// String with a TTL of its own: who holds the run.
    String holder(RunId run) {
        return key("holder:" + run.value());
    }

    /// String with a TTL of its own: a worker's heartbeat.
    String worker(WorkerId worker) {
        return worker(worker.value());
    }

    String worker(String id) {
        return key("worker:" + id);
    }

    /// Sorted set: worker ids by the server's time of their last sign of life, in seconds.
    String workers() {
        return key("workers");
    }

    /// Sorted set: run ids by the server's time of their last sign of life, in seconds.
    String runs() {
        return key("runs");
    }

    private String key(String rest) {
        return "vf:{" + queue + "}:" + rest;
    }
}
