package io.vmaffleet.queue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to a server on this machine that a test can cut: clients connect to [#port] and are carried on while it is
/// whole. Safe for many threads.
public final class CutProxy implements AutoCloseable {
    private enum State {
        WHOLE,
        CUT,
        STALLED
    }

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger triesInVain = new AtomicInteger();
    private volatile State state = State.WHOLE;

    /// @param target the port of the server
    public CutProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::listen);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /// Ends all connections; new ones are ended as soon as they are there.
    public void cut() {
        state = State.CUT;
        closeAll();
    }

    /// Ends all connections; new ones are taken, and nothing ever comes back on them.
    public void stall() {
        state = State.STALLED;
        closeAll();
    }

    /// New connections are carried on; those that stalled are ended.
    public void mend() {
        state = State.WHOLE;
        closeAll();
    }

    /// How many connections came while it was not whole.
    public int triesInVain() {
        return triesInVain.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeAll();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                State now = state;
                if (now != State.WHOLE) {
                    triesInVain.incrementAndGet();
                }
                switch (now) {
                    case WHOLE -> carry(client);
                    case CUT -> close(client);
                    case STALLED -> {}
                }
            } catch (IOException e) {
                // the proxy was closed, or its server is not there and the client will see so
            }
        }
    }

    private void carry(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            close(client);
            throw e;
        }
        open.add(server);
        carry(client, server);
        carry(server, client);
        if (state != State.WHOLE) {
            // cut while this one was on its way
            close(client);
            close(server);
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // either end is gone, so both are to go
            }
            close(from);
            close(to);
        });
    }

    private void closeAll() {
        open.forEach(this::close);
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
