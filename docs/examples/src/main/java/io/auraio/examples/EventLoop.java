package io.auraio.examples;

import io.auraio.AsyncFile;
import io.auraio.Driving;
import io.auraio.Engine;
import io.auraio.EngineOptions;
import io.auraio.IoCallback;
import io.auraio.IoResult;
import io.auraio.bufferpool.Buffer;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;

/**
 * Answers questions from standard input in an event loop of the program's own: one thread that waits with {@code epoll(7)} for input and for the engine alike,
 * as a server waits for its sockets. A question is an offset, one a line; the answer is the checksum of the block of the file that begins there.
 */
public final class EventLoop {

    private static final int BLOCK_BYTES = 4096;
    private static final int LONGEST_LINE = 100;
    private static final int STANDARD_INPUT = 0;

    private final Engine engine;
    private final AsyncFile file;
    private final FileInputStream input = new FileInputStream(FileDescriptor.in);
    private final byte[] inputBytes = new byte[8192];
    private final StringBuilder line = new StringBuilder();
    private boolean inputEnded;

    /** To be submitted next: no more than {@link #inputBytes} can ask. */
    private final Deque<Question> ready = new ArrayDeque<>();

    private int inFlight;

    private EventLoop(Engine engine, AsyncFile file) {
        this.engine = engine;
        this.file = file;
    }

    /**
     * Runs until the input has ended and all is answered.
     *
     * @param arguments the path of a file
     * @throws IOException where the file cannot be opened, or the kernel refuses io_uring
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: EventLoop <file>, with offsets on standard input, one a line");
            System.exit(2);
        }
        EngineOptions options = EngineOptions.builder().driving(Driving.CALLER).build();
        // Closed from the last to the first: the engine's descriptor is not watched any more when the engine closes it.
        try (Engine engine = Engine.open(options); AsyncFile file = engine.open(Path.of(arguments[0])); Epoll epoll = new Epoll()) {
            epoll.watch(engine.pollFd());
            new EventLoop(engine, file).run(epoll);
        }
    }

    private void run(Epoll epoll) throws IOException {
        boolean watchesInput = false;
        while (true) {
            do {
                submitReady();
            } while (engine.poll() > 0); // has the kernel begin, runs callbacks; what has completed makes room for more
            if (inputEnded && ready.isEmpty() && inFlight == 0) {
                return;
            }
            // No more questions while some wait for room: it is for those who ask to wait then.
            boolean wantsInput = !inputEnded && ready.isEmpty();
            if (wantsInput && !watchesInput) {
                epoll.watch(STANDARD_INPUT);
            } else if (!wantsInput && watchesInput) {
                epoll.ignore(STANDARD_INPUT);
            }
            watchesInput = wantsInput;
            if (epoll.await() == STANDARD_INPUT) {
                readInput();
            }
        }
    }

    private void submitReady() {
        while (!ready.isEmpty() && ready.peek().submit()) {
            ready.remove();
        }
    }

    private void readInput() throws IOException {
        int count = input.read(inputBytes); // does not block: there is something, if only the end
        inputEnded = count < 0;
        for (int i = 0; i < count; i++) {
            if (inputBytes[i] == '\n') {
                ask();
            } else if (line.length() < LONGEST_LINE) {
                line.append((char) inputBytes[i]);
            }
        }
        if (inputEnded && !line.isEmpty()) {
            ask();
        }
    }

    private void ask() {
        String text = line.toString().strip();
        line.setLength(0);
        if (text.matches("[0-9]{1,18}")) {
            ready.add(new Question(Long.parseLong(text)));
        } else {
            System.out.println(text + ": an offset is right, in bytes");
        }
    }

    /** A block that is being read, and its own callback. */
    private final class Question implements IoCallback {
        private final long offset;
        private final Buffer buffer = engine.allocate(BLOCK_BYTES);
        private int done;

        Question(long offset) {
            this.offset = offset;
        }

        /** False where as many requests are in flight as pay off. */
        boolean submit() {
            long request = done == 0 ? file.read(buffer, offset, this) : file.read(buffer.segment().asSlice(done), offset + done, this);
            inFlight += request == Engine.AGAIN ? 0 : 1;
            return request != Engine.AGAIN;
        }

        @Override
        public void completed(long request, int result) {
            inFlight--;
            done += Math.max(0, result);
            if (result > 0 && done < BLOCK_BYTES) {
                ready.add(this); // fewer bytes than asked for are a success; at the end of the file the next read has none
                return;
            }
            try (buffer) {
                CRC32 checksum = new CRC32();
                checksum.update(buffer.byteBuffer().limit(done));
                System.out.println(offset + ": " + (result < 0 ? IoResult.describe(result) : "%d bytes, CRC-32 %08x".formatted(done, checksum.getValue())));
            }
        }
    }

    /** As much of {@code epoll(7)} as is needed here, by way of java.lang.foreign. Not safe for concurrent use. */
    @SuppressWarnings("restricted")
    private static final class Epoll implements AutoCloseable {
        private static final MethodHandle CREATE = bind("epoll_create1", ValueLayout.JAVA_INT);
        private static final MethodHandle CONTROL =
                bind("epoll_ctl", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        private static final MethodHandle WAIT =
                bind("epoll_wait", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        private static final MethodHandle CLOSE = bind("close", ValueLayout.JAVA_INT);

        private static final VarHandle ERRNO = Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

        private static final int EPOLL_CLOEXEC = 0x80000;
        private static final int EPOLL_CTL_ADD = 1;
        private static final int EPOLL_CTL_DEL = 2;
        private static final int EPOLLIN = 1;
        private static final int EINTR = 4;

        /** In {@code struct epoll_event}, which is packed on x86-64 alone. */
        private static final long DATA_OFFSET = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

        private final MemorySegment errno = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
        private final MemorySegment event = Arena.ofAuto().allocate(16, 8);
        private final int epoll = call("epoll_create1", () -> (int) CREATE.invokeExact(errno, EPOLL_CLOEXEC));

        Epoll() throws IOException {}

        void watch(int fd) throws IOException {
            event.set(ValueLayout.JAVA_INT, 0, EPOLLIN);
            event.set(ValueLayout.JAVA_INT, DATA_OFFSET, fd);
            // EPERM (1) for a file on a disk, which never has to be waited for.
            call("epoll_ctl(fd=" + fd + "): a pipe, a socket or a terminal is right", () -> (int) CONTROL.invokeExact(errno, epoll, EPOLL_CTL_ADD, fd, event));
        }

        void ignore(int fd) throws IOException {
            call("epoll_ctl(fd=" + fd + ")", () -> (int) CONTROL.invokeExact(errno, epoll, EPOLL_CTL_DEL, fd, MemorySegment.NULL));
        }

        /** Waits until one of them is readable, and tells which; of several each in its turn. */
        int await() throws IOException {
            call("epoll_wait", () -> (int) WAIT.invokeExact(errno, epoll, event, 1, -1));
            return event.get(ValueLayout.JAVA_INT, DATA_OFFSET);
        }

        @Override
        public void close() throws IOException {
            call("close", () -> (int) CLOSE.invokeExact(errno, epoll));
        }

        private interface Call {
            int run() throws Throwable;
        }

        private int call(String name, Call call) throws IOException {
            int result;
            do {
                try {
                    result = call.run();
                } catch (Throwable e) {
                    throw new AssertionError(e); // C does not throw
                }
            } while (result < 0 && (int) ERRNO.get(errno, 0L) == EINTR);
            if (result < 0) {
                throw new IOException(name + ": errno=" + (int) ERRNO.get(errno, 0L));
            }
            return result;
        }

        private static MethodHandle bind(String name, MemoryLayout... arguments) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
                    Linker.Option.captureCallState("errno"));
        }
    }
}
