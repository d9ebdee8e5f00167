package io.vmaffleet.deploy.local;

import io.vmaffleet.coordinator.Fleet;
import io.vmaffleet.coordinator.FleetUnavailableException;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.QueueUnsuitableException;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.task.RunId;
import io.vmaffleet.worker.WorkerUnfitException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/// Opens what a run is extracted by: a shared Redis or an embedded one, and the slots of this process.
///
/// @param redis the shared server; empty for an embedded one
/// @param slots without any, the work is for workers elsewhere
public record RunFleets(Optional<String> redis, String queue, SlotOptions slots) implements Fleet.Opener {
    @Override
    public Fleet open(Path clipsFolder) throws InterruptedException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            Optional<EmbeddedRedis> embedded = redis.isPresent()
                    ? Optional.empty()
                    : Optional.of(EmbeddedRedis.start(RedisBinary.find(CacheFolder.path())));
            embedded.ifPresent(opened::push);
            String uri = embedded.map(EmbeddedRedis::uri).or(() -> redis).orElseThrow();
            RedisTaskQueue coordinators = RedisTaskQueue.connect(uri, queue);
            opened.push(coordinators);
            Optional<LocalSlots> local = slots.count() == 0
                    ? Optional.empty()
                    : Optional.of(LocalSlots.start(slots.withRoot(clipsFolder), RedisTaskQueue.connect(uri, queue)));
            opened.clear();
            String shown = embedded.map(EmbeddedRedis::shown).orElseGet(() -> withoutLogin(uri));
            return new RunFleet(coordinators, shown, embedded, local);
        } catch (EmbeddedRedisException
                | QueueUnavailableException
                | QueueUnsuitableException
                | WorkerUnfitException e) {
            throw new FleetUnavailableException(String.valueOf(e.getMessage()), e);
        } finally {
            opened.forEach(RunFleets::close);
        }
    }

    @Override
    public Optional<String> sharedRedis() {
        return redis.map(RunFleets::withoutLogin);
    }

    /// An embedded Redis does not outlive its coordinator, so nobody can hold a run there.
    @Override
    public Optional<String> holder(RunId run) {
        return redis.flatMap(shared -> ask(shared, queue -> queue.holder(run)));
    }

    @Override
    public void release(RunId run, String holder) {
        redis.ifPresent(shared -> ask(shared, queue -> {
            queue.release(run, holder);
            return holder;
        }));
    }

    private <T> T ask(String uri, Function<RedisTaskQueue, T> question) {
        try (RedisTaskQueue shared = RedisTaskQueue.connect(uri, queue)) {
            return question.apply(shared);
        } catch (QueueUnavailableException | QueueUnsuitableException e) {
            throw new FleetUnavailableException(
                    e.getMessage() + "; the run was begun on it: bring it back, or go on elsewhere by"
                            + " 'vmaf-fleet resume' with another --redis",
                    e);
        }
    }

    private static String withoutLogin(String uri) {
        URI parsed = URI.create(uri);
        return parsed.getScheme() + "://" + parsed.getHost() + (parsed.getPort() < 0 ? "" : ":" + parsed.getPort());
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + one, e);
        }
    }
}
