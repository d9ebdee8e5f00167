package io.vmaffleet.queue.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server on this machine that takes its time, and can be cut (connections end, and new ones end at once) or
/// stalled (bytes wait). What a stall holds back is delivered when it is over, as a network does. Safe for many
/// threads.
public final class CutProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private final ServerSocket listening;
    private final int target;
    private final Duration latency;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object stateLock = new Object();
    private boolean cut;
    private boolean stalled;
    private int triesInVain;

    /// @param target the port of the server
    public CutProxy(int target) {
        this(target, Duration.ZERO);
    }

    /// @param latency of each direction
    public CutProxy(int target, Duration latency) {
        this.target = target;
        this.latency = latency;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::listen);
    }

    /// Where a Redis that it leads to is found.
    public String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    public void cut() {
        synchronized (stateLock) {
            cut = true;
        }
        endOpen();
    }

    public void stall() {
        synchronized (stateLock) {
            stalled = true;
        }
    }

    public void mend() {
        synchronized (stateLock) {
            cut = false;
            stalled = false;
            stateLock.notifyAll();
        }
    }

    /// Ends the connections that there are.
    public void endOpen() {
        open.forEach(CutProxy::end);
    }

    /// How many connections came while it was cut or stalled.
    public int triesInVain() {
        synchronized (stateLock) {
            return triesInVain;
        }
    }

    @Override
    public void close() {
        mend();
        endOpen();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                synchronized (stateLock) {
                    triesInVain += cut || stalled ? 1 : 0;
                    if (cut) {
                        end(client);
                        continue;
                    }
                    open.add(client);
                }
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException e) {
                // the proxy is closed, or the client has gone again
            }
        }
    }

    private void connect(Socket client) {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            Thread.startVirtualThread(() -> pump(client, server));
            pump(server, client);
            open.remove(server);
        } catch (IOException e) {
            // the server is away, which the client learns by the end of its connection
        } finally {
            end(client);
            open.remove(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                Thread.sleep(latency);
                awaitFlow();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one end is gone: so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (stateLock) {
            while (stalled) {
                stateLock.wait();
            }
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed for us either way
        }
    }
}
