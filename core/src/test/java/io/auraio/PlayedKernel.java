package io.auraio;

import io.auraio.syscall.Kernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** The real kernel with something in front of every call. */
final class PlayedKernel {

    private static final Set<String> GIVING_BACK = Set.of("munmap", "close");

    private PlayedKernel() {}

    /** Calls fail with that errno when {@code fails}, asked once for each, says so. Giving back never fails. */
    static Kernel failing(int errno, BooleanSupplier fails) {
        Kernel real = Kernel.system();
        return of((method, arguments) -> {
            if (!GIVING_BACK.contains(method.getName()) && fails.getAsBoolean()) {
                return method.getReturnType() == int.class ? (Object) (-errno) : (Object) (long) -errno;
            }
            return method.invoke(real, arguments);
        });
    }

    /** Counts the ranges that are mapped and not unmapped. */
    static Kernel countingMaps(AtomicInteger mapped) {
        Kernel real = Kernel.system();
        return of((method, arguments) -> {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("munmap")) {
                mapped.decrementAndGet();
            } else if (method.getName().equals("mmap") && ((int) arguments[3] & Kernel.MAP_FIXED) == 0) {
                mapped.incrementAndGet();
            }
            return result;
        });
    }

    /** Tells of each enter, before it, how many entries it submits and for how many completions it waits. */
    static Kernel beforeEnters(BiConsumer<Integer, Integer> watcher) {
        Kernel real = Kernel.system();
        return of((method, arguments) -> {
            if (method.getName().equals("enter")) {
                watcher.accept((Integer) arguments[1], (Integer) arguments[2]);
            }
            return method.invoke(real, arguments);
        });
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static Kernel of(Answer answer) {
        return (Kernel) Proxy.newProxyInstance(PlayedKernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
            try {
                return answer.to(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
