package io.vmaffleet.queue.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.vmaffleet.queue.QueueUnavailableException;

/// Tells the server's refusals that mean "there is nothing yet" from those that mean trouble.
final class Refusals {
    private Refusals() {}

    /// The stream or its group is not there, or went while a read waited on it.
    static boolean saysNoGroup(QueueUnavailableException e) {
        return says(e, "NOGROUP") || says(e, "UNBLOCKED");
    }

    static boolean saysNoKey(QueueUnavailableException e) {
        return says(e, "ERR no such key");
    }

    /// Somebody put something else under a key of ours.
    static boolean saysWrongType(QueueUnavailableException e) {
        return says(e, "WRONGTYPE");
    }

    static boolean saysGroupExists(QueueUnavailableException e) {
        return says(e, "BUSYGROUP");
    }

    static boolean saysUnknownScript(QueueUnavailableException e) {
        return says(e, "NOSCRIPT");
    }

    /// What a person can do about a refusal, as the end of a sentence; empty where there is nothing to add.
    static String advice(Throwable refusal) {
        String said = String.valueOf(refusal.getMessage());
        if (said.contains("WRONGTYPE")) {
            return "; somebody put something else under a key of this queue (vf:*): delete that key";
        }
        // of a command in a script the server says it in the middle
        return said.contains("OOM command not allowed") ? "; give the server more memory (maxmemory)" : "";
    }

    private static boolean says(QueueUnavailableException e, String begin) {
        return e.getCause() instanceof RedisCommandExecutionException refusal
                && String.valueOf(refusal.getMessage()).startsWith(begin);
    }
}
