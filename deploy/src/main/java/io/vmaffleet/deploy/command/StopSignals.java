package io.vmaffleet.deploy.command;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// What SIGTERM, SIGINT and SIGHUP do: the first asks for an orderly end, a second ends the process at once. Nothing
/// is lost by that: what is forced is on disk, engines and the embedded Redis end with this process.
///
/// A shutdown hook would not do: the JVM runs it once and is deaf to a second signal. `sun.misc.Signal` does, and is
/// used by reflection since javac warns of it in a way that cannot be answered.
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private StopSignals() {}

    /// @param orderly called at most once, by a thread of its own; it must not wait
    static void handle(Runnable orderly) {
        AtomicBoolean asked = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            heard(asked, orderly);
                        }
                        return null;
                    });
            for (String name : NAMES) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handlerType).invoke(null, one, handler);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not let signals be handled", e);
        }
    }

    private static void heard(AtomicBoolean asked, Runnable orderly) {
        if (asked.getAndSet(true)) {
            System.err.println("stopped at once by a second signal: what was on disk stays, and 'resume' goes on");
            Runtime.getRuntime().halt(ExitCode.STOPPED.code());
        } else {
            orderly.run();
        }
    }
}
