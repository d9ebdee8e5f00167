package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server that takes its time, and can be cut (connections end, and new ones end at once) or stalled (bytes
/// wait). What a
/// stall holds back is delivered when it is over, as a network does.
final class CutProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private final ServerSocket listening;
    private final int serverPort;
    private final Duration latency;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object stateLock = new Object();
    private boolean cut;
    private boolean stalled;

    private CutProxy(ServerSocket listening, int serverPort, Duration latency) {
        this.listening = listening;
        this.serverPort = serverPort;
        this.latency = latency;
    }

    /// @param latency of each direction
    static CutProxy to(int serverPort, Duration latency) {
        try {
            CutProxy proxy =
                    new CutProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort, latency);
            Thread.ofPlatform().daemon().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    void cut() {
        synchronized (stateLock) {
            cut = true;
        }
        open.forEach(CutProxy::end);
    }

    void stall() {
        synchronized (stateLock) {
            stalled = true;
        }
    }

    void mend() {
        synchronized (stateLock) {
            cut = false;
            stalled = false;
            stateLock.notifyAll();
        }
    }

    @Override
    public void close() {
        mend();
        open.forEach(CutProxy::end);
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                synchronized (stateLock) {
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
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
            open.add(server);
            Thread.startVirtualThread(() -> pump(client, server));
            pump(server, client);
        } catch (IOException e) {
            // the server is away, which the client learns by the end of its connection
            end(client);
            end(server);
        } finally {
            open.remove(client);
            open.remove(server);
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
