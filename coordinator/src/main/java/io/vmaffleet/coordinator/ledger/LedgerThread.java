package io.vmaffleet.coordinator.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The one thread that touches the ledger's files, and the queue before it.
///
/// It is interrupted by nobody, and whoever waits for it keeps an interrupt for later.
final class LedgerThread {
    /// What one force covers. More would only make the first of a batch wait for the last.
    static final int MAX_BATCH = 512;

    /// A few batches: what is more waits at whoever submits it.
    private static final int MAX_WAITING = 4 * MAX_BATCH;

    private final BlockingQueue<Command> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;

    /// Shared by those who put something into the queue, so that nothing is put behind the last command.
    private final ReadWriteLock entrance = new ReentrantReadWriteLock();

    /// Written under the entrance's write lock.
    private @Nullable CompletableFuture<Void> stopped;

    private volatile @Nullable CommitListener listener;
    private volatile @Nullable IOException broken;

    /// The thread's own.
    private @Nullable LedgerStore store;

    LedgerThread(String name) {
        thread = Thread.ofPlatform().name("ledger of " + name).start(this::run);
    }

    private sealed interface Command {
        record Write(LedgerWrite write) implements Command {}

        record Call(Runnable call) implements Command {}

        record Stop(Closeable files, CompletableFuture<Void> stopped) implements Command {}
    }

    /// Runs something on the thread and waits for what it gives.
    <T> T call(Callable<T> call) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        put(new Command.Call(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) { // whatever it is belongs to the caller, who waits for it
                result.completeExceptionally(e);
            }
        }));
        return await(result);
    }

    /// As [#call], for what writes: refused once the ledger is broken, which it is when this fails.
    <T> T write(Callable<T> call) throws IOException {
        return call(() -> {
            IOException earlier = broken;
            if (earlier != null) {
                throw refusal(earlier);
            }
            try {
                return call.call();
            } catch (IOException e) {
                breakOff(e);
                throw e;
            }
        });
    }

    /// Begins to accept writes.
    void accept(LedgerStore opened, CommitListener told) {
        put(new Command.Call(() -> {
            store = opened;
            listener = told;
        }));
    }

    /// Once the ledger is broken, which its listener was told, what is submitted is not written; a submitter may not
    /// have heard of it yet.
    void submit(LedgerWrite write) {
        put(new Command.Write(write));
    }

    /// Does what is in the queue, then closes the files and ends the thread. May be called again.
    void stop(Closeable files) throws IOException {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("the ledger's thread cannot wait for itself: close it from another");
        }
        CompletableFuture<Void> end;
        entrance.writeLock().lock();
        try {
            if (stopped == null) {
                stopped = new CompletableFuture<>();
                putUninterrupted(new Command.Stop(files, stopped));
            }
            end = stopped;
        } finally {
            entrance.writeLock().unlock();
        }
        await(end);
    }

    private void put(Command command) {
        entrance.readLock().lock();
        try {
            if (stopped != null) {
                throw new IllegalStateException("the ledger is closed");
            }
            putUninterrupted(command);
        } finally {
            entrance.readLock().unlock();
        }
    }

    private void putUninterrupted(Command command) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    queue.put(command);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // kept for later: the queue moves on by itself
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T await(CompletableFuture<T> result) throws IOException {
        try {
            return result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private static IOException refusal(IOException earlier) {
        return new IOException(
                "the ledger is not written any more, since a write failed (" + earlier.getMessage() + ")", earlier);
    }

    private void run() {
        List<LedgerWrite> batch = new ArrayList<>(MAX_BATCH);
        while (true) {
            Command command = take();
            while (command instanceof Command.Write(var write)) {
                batch.add(write);
                command = batch.size() < MAX_BATCH ? queue.poll() : null;
            }
            if (!batch.isEmpty()) {
                commit(List.copyOf(batch));
                batch.clear();
            }
            if (command instanceof Command.Call(var call)) {
                call.run();
            } else if (command instanceof Command.Stop stop) {
                close(stop);
                return;
            }
        }
    }

    private Command take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // nobody has a reason to: the ledger ends by its last command, in order
            }
        }
    }

    private void commit(List<LedgerWrite> batch) {
        CommitListener told = listener;
        if (broken != null) {
            return; // not told of, so whoever holds them keeps them
        }
        try {
            if (store == null || told == null) {
                throw new IllegalStateException("a write before the ledger was started");
            }
            told.committed(store.commit(batch));
        } catch (IOException e) {
            breakOff(e);
        } catch (RuntimeException | Error e) {
            breakOff(new IOException("the ledger's thread failed: " + e, e));
        }
    }

    private void breakOff(IOException cause) {
        if (broken == null) {
            broken = cause;
            CommitListener told = listener;
            if (told != null) {
                told.broken(cause);
            }
        }
    }

    private static void close(Command.Stop stop) {
        try {
            stop.files().close();
            stop.stopped().complete(null);
        } catch (Throwable e) { // whoever closes the ledger gets it
            stop.stopped().completeExceptionally(e);
        }
    }
}
