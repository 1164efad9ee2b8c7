package io.auraio.syscall;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one gate to native code: every downcall handle of the library is made here.
 *
 * <p>What can block captures errno and is not {@linkplain Linker.Option#critical critical}: a critical call is no faster
 * there (191 against 196 ns for an empty enter) and holds every safepoint while it blocks.
 */
@SuppressWarnings("restricted") // binding libc is what this class is for
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();

    private Native() {
    }

    /**
     * Says what is missing before a class is initialised whose handles need it: an error from there would be reported
     * once as an ExceptionInInitializerError, and ever after as a class that is not there.
     */
    static void requireAccess() {
        String os = System.getProperty("os.name");
        if (!"Linux".equals(os)) {
            throw new UnsupportedOperationException("io_uring needs Linux, but os.name=" + os);
        }
        Access.require();
    }

    /** Holds the one try, which takes effect when it is first asked for. */
    private static final class Access {
        private static final RuntimeException REFUSAL = tryOnce();

        private static RuntimeException tryOnce() {
            try {
                bind(symbol("getpid"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
                return null;
            } catch (RuntimeException e) {
                return e;
            }
        }

        static void require() {
            if (REFUSAL != null) {
                throw new IllegalCallerException(REFUSAL.getMessage(), REFUSAL);
            }
        }
    }

    /** A handle to a function of libc; its first argument is the errno capture segment. */
    static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return bind(symbol(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** As {@link #function}, for a function whose arguments from {@code firstVariadicArg} on are variadic in C. */
    static MethodHandle variadic(String name, FunctionDescriptor descriptor, int firstVariadicArg) {
        return bind(symbol(name), descriptor, Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadicArg));
    }

    /**
     * A handle to a function of libc that cannot block, without errno: bound as {@linkplain Linker.Option#critical
     * critical}, which saves the thread's change of state. The caller proves that it cannot block.
     */
    static MethodHandle leaf(String name, FunctionDescriptor descriptor) {
        return bind(symbol(name), descriptor, Linker.Option.critical(false));
    }

    private static MemorySegment symbol(String name) {
        return LIBC.find(name).orElseThrow(() -> new UnsatisfiedLinkError("libc has no function " + name));
    }

    private static MethodHandle bind(MemorySegment symbol, FunctionDescriptor descriptor, Linker.Option... options) {
        try {
            return LINKER.downcallHandle(symbol, descriptor, options);
        } catch (IllegalCallerException e) {
            Module module = Native.class.getModule();
            throw new IllegalCallerException("native access is not enabled; start java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED"), e);
        }
    }

    /** A downcall handle threw, which none does: its types are wrong. */
    static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("downcall failed", thrown);
    }
}
