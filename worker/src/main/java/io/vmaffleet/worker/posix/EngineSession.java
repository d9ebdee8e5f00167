package io.vmaffleet.worker.posix;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Takes an engine out of reach of the signals that are meant for its supervisor: a terminal's Ctrl-C goes
/// to the whole process group, a service manager's SIGTERM to every process of the unit, and an engine that
/// ended at once would break its supervisor's drain. An engine ends with the pipe to its supervisor, so it
/// needs no signal.
///
/// What an engine starts is in its session's process group and ends with it.
public final class EngineSession {
    // <signal.h>, the same on x86-64 and AArch64
    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

    /// `pid_t setsid(void)`
    private static final MethodHandle SETSID = handle("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    /// `void (*signal(int number, void (*handler)(int)))(int)`
    private static final MethodHandle SIGNAL =
            handle("signal", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    /// `int kill(pid_t pid, int signal)`
    private static final MethodHandle KILL =
            handle("kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /// `pid_t getpgrp(void)`
    private static final MethodHandle GETPGRP = handle("getpgrp", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private EngineSession() {}

    /// Gives this process a session of its own and makes it deaf to SIGHUP, SIGINT and SIGTERM.
    ///
    /// @return whether there is a session of its own now: not if this process leads its group, as one
    /// started by hand
    public static boolean begin() {
        try {
            ignore(SIGHUP);
            ignore(SIGINT);
            ignore(SIGTERM);
            return (int) SETSID.invokeExact() >= 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call threw", e);
        }
    }

    /// Ends this engine with all that it has started, if it has a process group of its own; else nothing
    /// happens.
    public static void end() {
        try {
            int group = (int) GETPGRP.invokeExact();
            if (group == ProcessHandle.current().pid()) {
                int ignored = (int) KILL.invokeExact(-group, SIGKILL);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call threw", e);
        }
    }

    /// Ends an engine's process group: the engine, and what it has started even where it is dead itself. To
    /// be called while it lives or right after its end, before its number is another's. Nothing happens
    /// where there is no such group.
    public static void kill(long enginePid) {
        if (enginePid <= 1) {
            throw new IllegalArgumentException("no engine has the process id " + enginePid);
        }
        try {
            int ignored = (int) KILL.invokeExact(Math.toIntExact(-enginePid), SIGKILL);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a system call threw", e);
        }
    }

    private static void ignore(int signal) throws Throwable {
        MemorySegment before = (MemorySegment) SIGNAL.invokeExact(signal, SIG_IGN);
        if (before.address() == -1) {
            throw new IllegalStateException("signal " + signal + " cannot be ignored");
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
