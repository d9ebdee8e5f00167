package io.vmaffleet.worker.posix;

import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// The few system calls of Linux that Java does not have, as static functions; many threads may use them.
public final class Posix {
    // <fcntl.h>, the same on x86-64 and AArch64
    private static final int O_RDONLY = 0;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;

    /// <sys/mman.h>
    private static final int MFD_CLOEXEC = 1;

    /// <poll.h>: on a pipe's writing end, that nobody reads
    private static final int POLLERR = 8;

    private static final StructLayout POLLFD = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("fd"),
            ValueLayout.JAVA_SHORT.withName("events"),
            ValueLayout.JAVA_SHORT.withName("revents"));

    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_IN_STATE = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// `int open(const char *path, int flags, ...)`
    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2),
            ERRNO);

    /// `int close(int fd)`
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), ERRNO);

    /// `int dup(int fd)`
    private static final MethodHandle DUP =
            handle("dup", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), ERRNO);

    /// `int dup2(int from, int to)`
    private static final MethodHandle DUP2 = handle(
            "dup2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), ERRNO);

    /// `ssize_t write(int fd, const void *bytes, size_t count)`
    private static final MethodHandle WRITE = handle(
            "write",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
            ERRNO);

    /// `int memfd_create(const char *name, unsigned flags)`
    private static final MethodHandle MEMFD_CREATE = handle(
            "memfd_create",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            ERRNO);

    /// `int pipe2(int ends[2], int flags)`
    private static final MethodHandle PIPE2 = handle(
            "pipe2", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), ERRNO);

    /// `int poll(struct pollfd *descriptors, nfds_t count, int milliseconds)`
    private static final MethodHandle POLL = handle(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
            ERRNO);

    /// `char *strerror(int error)`
    private static final MethodHandle STRERROR =
            handle("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private Posix() {}

    /// Takes hold of what lies at a path without opening it: neither a FIFO's writer nor a device sees anything.
    /// The descriptor tells what it is and where, and is good for [#openToRead]; no child process inherits it.
    ///
    /// The path goes to the system as UTF-8, whatever the JVM's locale is.
    public static int holdPlace(String path) throws PosixException {
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path with a NUL in it cannot be opened");
        }
        return open(path, O_PATH | O_CLOEXEC, path);
    }

    /// Opens the file that is held by [#holdPlace] to be read and returns its descriptor, which no child process
    /// inherits. It never waits: a FIFO without a writer or a device opens at once.
    ///
    /// @param path for the message of a failure
    public static int openToRead(int place, String path) throws PosixException {
        return open("/proc/self/fd/" + place, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, path);
    }

    private static int open(String path, int flags, String shown) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor = (int) OPEN.invokeExact(state, arena.allocateFrom(path, StandardCharsets.UTF_8), flags);
            return checked(descriptor, state, "open " + shown);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /// A file without a name, in memory, that holds these bytes; its descriptor, which no child process inherits.
    ///
    /// @param name for who looks at the process's open files
    public static int fileInMemory(String name, byte[] content) throws PosixException {
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            descriptor = (int)
                    MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name, StandardCharsets.UTF_8), MFD_CLOEXEC);
            checked(descriptor, state, "memfd_create " + name);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
            for (long done = 0; done < content.length; ) {
                done += write(descriptor, bytes.asSlice(done));
            }
            return descriptor;
        } catch (PosixException e) {
            close(descriptor);
            throw e;
        }
    }

    /// A new pipe's reading and writing end, which no child process inherits.
    static int[] pipe() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            checked((int) PIPE2.invokeExact(state, ends, O_CLOEXEC), state, "pipe2");
            return ends.toArray(ValueLayout.JAVA_INT);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /// Whether a pipe, of which this process has the writing end, is open for reading somewhere.
    static boolean hasReader(int writingEnd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment asked = arena.allocate(POLLFD);
            asked.set(ValueLayout.JAVA_INT, POLLFD.byteOffset(MemoryLayout.PathElement.groupElement("fd")), writingEnd);
            checked((int) POLL.invokeExact(state, asked, 1L, 0), state, "poll " + writingEnd);
            short events = asked.get(
                    ValueLayout.JAVA_SHORT, POLLFD.byteOffset(MemoryLayout.PathElement.groupElement("revents")));
            return (events & POLLERR) == 0;
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /// Closes a descriptor. On Linux it is gone even when the call fails, so that is not tried again.
    public static void close(int descriptor) throws PosixException {
        intCall(CLOSE, descriptor, "close");
    }

    /// A second descriptor of the same open file.
    public static int dup(int descriptor) throws PosixException {
        return intCall(DUP, descriptor, "dup");
    }

    /// Makes `to` a second descriptor of the file that `from` is open on, closing what `to` was.
    public static void dup2(int from, int to) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) DUP2.invokeExact(state, from, to);
            checked(result, state, "dup2 " + from + " to " + to);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /// Keeps standard output for the caller alone: what the JVM or a library prints on descriptor 1 from now on goes
    /// to standard error, and the stream returned is the only way to where standard output led.
    ///
    /// To be called once, before anything prints.
    public static OutputStream moveStdoutAside() throws PosixException {
        int saved = dup(STDOUT);
        try {
            dup2(STDERR, STDOUT);
        } catch (PosixException e) {
            close(saved);
            throw e;
        }
        return new DescriptorOutputStream(saved);
    }

    /// A copy of native memory of this process.
    ///
    /// @param address of memory that is there; what is not ends the process
    public static byte[] bytesAt(long address, int count) {
        return MemorySegment.ofAddress(address).reinterpret(count).toArray(ValueLayout.JAVA_BYTE);
    }

    /// Writes at least one of the bytes and returns how many.
    static long write(int descriptor, MemorySegment bytes) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long written = (long) WRITE.invokeExact(state, descriptor, bytes, bytes.byteSize());
            if (written < 0) {
                throw failure("write", state);
            }
            return written;
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    private static int intCall(MethodHandle call, int descriptor, String name) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) call.invokeExact(state, descriptor);
            return checked(result, state, name + " " + descriptor);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    private static int checked(int result, MemorySegment state, String call) throws PosixException {
        if (result < 0) {
            throw failure(call, state);
        }
        return result;
    }

    private static PosixException failure(String call, MemorySegment state) {
        int errno = (int) ERRNO_IN_STATE.get(state, 0L);
        return new PosixException(call, errno, errorText(errno));
    }

    private static String errorText(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    private static AssertionError undeclared(Throwable e) {
        return new AssertionError("a downcall declares no exception", e);
    }
}
