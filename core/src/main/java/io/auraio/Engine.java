package io.auraio;

import io.auraio.bufferpool.Buffer;
import io.auraio.bufferpool.BufferPool;
import io.auraio.bufferpool.BufferPoolOptions;
import io.auraio.syscall.Kernel;
import io.auraio.syscall.Libc;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An asynchronous I/O engine over one or more io_uring rings.
 *
 * <p>Submitting ({@link AsyncFile#read(Buffer, long, IoCallback)} and its like), {@link #allocate}, {@link #stats()}, {@link #stop()} and
 * {@link #close()} are safe from any thread. {@link #poll()}, {@link #await(Duration)} and {@link #run()} are for the one thread that drives a
 * {@linkplain Driving#CALLER caller-driven} engine.
 *
 * <p>An open engine is kept reachable until it is closed: the kernel may be writing into the memory of its requests.
 */
public final class Engine implements AutoCloseable {

    /** What a submission answers at the limit, instead of a request's handle: nothing was submitted; try again after a completion. */
    public static final long AGAIN = -1;

    /** Holds every open engine: memory that a kernel writes into must not be collected because its engine was forgotten. */
    private static final Set<Engine> OPEN = ConcurrentHashMap.newKeySet();

    /** Tells one engine from another in events. */
    private static final AtomicLong IDS = new AtomicLong();

    /** How much longer than the rings' own drain a close waits for them, before it gives them up. */
    private static final long CLOSE_MARGIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long id;
    private final EngineOptions options;
    private final Backend backend;
    private final Ring[] rings;
    private final Tuners tuners;
    private final RingSelector selector;
    private final Registry registry;

    /** What requests name that name a path: never closed. */
    private final Descriptor paths;

    private final BufferPool pool;
    private final long openedNanos = System.nanoTime();
    private final AtomicLong openFiles = new AtomicLong();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final List<Runnable> closeActions = new ArrayList<>();
    private boolean closeActionsRan;
    private final CallerDriving caller;

    private Engine(long id, EngineOptions options, Backend backend, Ring[] rings, Registry registry) {
        this.id = id;
        this.options = options;
        this.backend = backend;
        this.rings = rings;
        this.registry = registry;
        this.tuners = new Tuners(id, options, rings);
        this.caller = new CallerDriving(options, rings[0], tuners);
        this.paths = new Descriptor(this, "", Libc.AT_FDCWD, true, tuners.lanesOfPaths());
        this.selector = new RingSelector(id, options.ringSelection(), rings.length);
        this.pool = BufferPool.open(BufferPoolOptions.builder()
                .alignmentBytes(options.bufferAlignment())
                .hugePages(options.hugePages())
                .slabSource(new MappedSlabs(registry.slabs()))
                .build());
    }

    /**
     * Opens an engine with the default options: engine-driven, a ring for each CPU.
     *
     * @return the engine; close it
     * @throws IOException where the kernel refuses io_uring or has no memory or descriptors left: the message names the cause and what to do
     */
    public static Engine open() throws IOException {
        return open(EngineOptions.builder().build());
    }

    /**
     * Opens an engine.
     *
     * @param options how it is set up
     * @return the engine; close it
     * @throws IOException where the kernel refuses io_uring or has no memory or descriptors left: the message names the cause and what to do
     */
    public static Engine open(EngineOptions options) throws IOException {
        return open(options, ChosenKernel.of(Objects.requireNonNull(options, "options").backend()));
    }

    /** With kernels, one for each ring, that a test plays. */
    static Engine open(EngineOptions options, Supplier<Kernel> kernels) throws IOException {
        return open(options, new ChosenKernel(Backend.IO_URING, kernels));
    }

    static Engine open(EngineOptions options, ChosenKernel chosen) throws IOException {
        long id = IDS.incrementAndGet();
        Ring[] rings = new Ring[options.rings()];
        Registry registry = new Registry(options, rings, chosen.kernels());
        try {
            for (int i = 0; i < rings.length; i++) {
                rings[i] = new Ring(id, i, options, chosen, registry);
            }
            if (options.driving() == Driving.ENGINE) {
                for (Ring ring : rings) {
                    DriverThread.start(ring);
                }
            }
            Engine engine = new Engine(id, options, chosen.backend(), rings, registry);
            OPEN.add(engine);
            lookForRecorder();
            EngineEvent.emit(id, true, options);
            return engine;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: where no thread can be started there is an OutOfMemoryError, and memory enough.
            Stream.of(rings).filter(Objects::nonNull).forEach(Ring::discard);
            throw e;
        }
    }

    /**
     * The library's version.
     *
     * @return for example {@code 0.1.0-SNAPSHOT}
     */
    public static String version() {
        return Version.STRING;
    }

    /**
     * Opens a file for this engine. Enters the kernel and may block, as opening a file can.
     *
     * @param path a path of the default file system
     * @param openOptions {@link java.nio.file.StandardOpenOption}s but for DELETE_ON_CLOSE, {@link java.nio.file.LinkOption}s and {@link AuraOpenOption}s; none
     *     means READ. With APPEND each write goes to the end of the file, whatever its offset
     * @return the file; close it
     * @throws IOException where {@code open(2)} fails, as {@link java.nio.file.NoSuchFileException}, {@link java.nio.file.AccessDeniedException} or
     *     {@link java.nio.file.FileAlreadyExistsException} where one of them says it; also where the path is a directory and is to be written
     * @throws UnsupportedOperationException if an option is not supported
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public AsyncFile open(Path path, OpenOption... openOptions) throws IOException {
        return open(path, new LinkedHashSet<>(List.of(openOptions)));
    }

    /**
     * As {@link #open(Path, OpenOption...)}, with the permissions that a new file is to have.
     *
     * @param path a path of the default file system
     * @param openOptions as there
     * @param attributes of a file that is created: {@link java.nio.file.attribute.PosixFilePermissions#asFileAttribute}, less the process's umask; without any,
     *     everybody may read and write it, less the umask
     * @return the file; close it
     * @throws IOException as there
     * @throws UnsupportedOperationException if an option or an attribute is not supported
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public AsyncFile open(Path path, Set<? extends OpenOption> openOptions, FileAttribute<?>... attributes) throws IOException {
        checkOpen();
        checkDefault(path);
        return AsyncFile.open(this, path, OpenMode.of(openOptions, attributes));
    }

    /**
     * As {@link #open(Path, OpenOption...)}, as a request that does not block: IORING_OP_OPENAT and IORING_OP_STATX (Linux 5.6). Where it is cancelled in time,
     * no file is left open. A pipe is opened as with O_NONBLOCK: for reading before it has a writer; for writing, without a reader, with ENXIO.
     *
     * @param path a path of the default file system
     * @param callback is given the file, to close in the end, or what {@code open} would throw
     * @param openOptions as there
     * @return the request's handle, 0 or more, or {@link #AGAIN}
     * @throws UnsupportedOperationException if an option is not supported
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public long open(Path path, ValueCallback<AsyncFile> callback, OpenOption... openOptions) {
        Objects.requireNonNull(callback, "callback");
        checkDefault(path);
        OpenRequest request = new OpenRequest(this, path, OpenMode.of(openOptions), callback);
        return submitOwning(request, paths, request.memory(), null, 0, request);
    }

    /**
     * Asks what the file system knows of what a path names: {@code statx(2)}, IORING_OP_STATX (Linux 5.6).
     *
     * @param path a path of the default file system
     * @param callback is given the answer, or a {@link java.nio.file.NoSuchFileException}, {@link java.nio.file.AccessDeniedException} or other IOException
     * @param linkOptions NOFOLLOW_LINKS to ask about a symbolic link itself
     * @return the request's handle, 0 or more, or {@link #AGAIN}
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public long stat(Path path, ValueCallback<FileStatus> callback, LinkOption... linkOptions) {
        Objects.requireNonNull(callback, "callback");
        checkDefault(path);
        StatRequest request = StatRequest.of(this, path.toString(), linkOptions.length == 0, callback);
        return submitOwning(request, paths, request.memory(), null, 0, request);
    }

    /**
     * Uses a descriptor that somebody else has opened, and that stays theirs: {@link AsyncFile#close()} ends its use here and leaves it open. It must stay open
     * until then, and until nothing is in flight on it any more, which the callback of {@link AsyncFile#close(IoCallback)} tells: a number that was closed and
     * opened again would give another file the bytes. How it was opened is asked of the kernel: what it cannot be used for is refused, with O_DIRECT memory
     * and offsets are to be aligned, and with O_APPEND each write goes to the end. Enters the kernel.
     *
     * <p>Meant for regular files and block devices. Pipes, sockets, eventfds and terminals can be read and written, at offset 0, which means nothing for them;
     * requests wait until there is something to read or room to write, also where O_NONBLOCK is set. The other operations end in the error that the kernel has
     * for them, such as -EINVAL for fsync.
     *
     * @param fd an open file; 0 is one as well
     * @return the file; close it
     * @throws IOException if there is no such descriptor, or it was opened with O_PATH
     * @throws IllegalArgumentException if {@code fd} is negative
     * @throws IllegalStateException if the engine is closed
     */
    public AsyncFile borrow(int fd) throws IOException {
        checkOpen();
        if (fd < 0) {
            throw new IllegalArgumentException("fd=" + fd + "; 0 or more is right");
        }
        return AsyncFile.borrow(this, fd);
    }

    /**
     * A chain of requests, each of which runs only where the one before it was whole.
     *
     * @return an empty one, to be used again and again
     */
    public Chain chain() {
        return new Chain(this, options.queueDepth());
    }

    /**
     * Opens a file, as a future; see {@link #open(Path, ValueCallback, OpenOption...)}. Where the rings are at their limit the executor for stages opens it. A
     * file that is opened for a future that was completed otherwise meanwhile is closed again.
     *
     * @param path a path of the default file system
     * @param openOptions as there
     * @return completes with the file, to close in the end, or fails as {@link #open(Path, OpenOption...)} does
     * @throws UnsupportedOperationException if an option is not supported
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public CompletableFuture<AsyncFile> openAsync(Path path, OpenOption... openOptions) {
        return ValueFuture.of(this, callback -> open(path, callback, openOptions), () -> open(path, openOptions));
    }

    /**
     * Asks what the file system knows of what a path names, as a future; see {@link #stat(Path, ValueCallback, LinkOption...)}. Where the rings are at their
     * limit the executor for stages asks.
     *
     * @param path a path of the default file system
     * @param linkOptions NOFOLLOW_LINKS to ask about a symbolic link itself
     * @return completes with the answer, or fails with an IOException
     * @throws IllegalArgumentException if the path is of another file system than the default one
     * @throws IllegalStateException if the engine is closed
     */
    public CompletableFuture<FileStatus> statAsync(Path path, LinkOption... linkOptions) {
        return ValueFuture.of(this, callback -> stat(path, callback, linkOptions), () -> StatRequest.plain(path.toString(), linkOptions.length == 0));
    }

    private static void checkDefault(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("path=" + path + " is of the file system " + path.getFileSystem() + "; the default one is right");
        }
    }

    /**
     * How the engine was opened.
     *
     * @return the options
     */
    public EngineOptions options() {
        return options;
    }

    /**
     * Lends a buffer from the engine's pool, aligned for O_DIRECT.
     *
     * @param sizeBytes 1 to 128 MiB
     * @return the buffer, its contents undefined; {@link Buffer#close()} returns it
     * @throws IllegalArgumentException if {@code sizeBytes} is out of range
     * @throws IllegalStateException if the engine is closed
     * @throws OutOfMemoryError if there is no memory to map
     */
    public Buffer allocate(long sizeBytes) {
        checkOpen();
        try {
            return pool.allocate(sizeBytes);
        } catch (IllegalStateException e) {
            // The pool is closed where the engine was closed since the look above.
            checkOpen();
            throw e;
        }
    }

    /**
     * Registers memory with the rings, all of them or none, and waits for it. Enters the kernel, and takes as long as it takes to walk through the pages: some
     * 0.1 ms for each MiB that the system has not touched yet.
     *
     * @param memory native memory that any thread may access, writable, up to 1 GiB; it must stay allocated until the registration is closed
     * @return the registration; close it
     * @throws IOException where a ring refuses, such as for RLIMIT_MEMLOCK; the message says what to do
     * @throws IllegalStateException if the engine or the memory's arena is closed, or in a callback, where {@link #registerMemoryAsync} is right. The caller of
     *     a caller-driven engine becomes its driver where there is none yet, as in {@link #poll()}
     * @throws IllegalArgumentException if the memory is on the heap, confined, empty or too large
     */
    public RegisteredMemory registerMemory(MemorySegment memory) throws IOException {
        return Futures.valueOrIoException(awaitDrivers(() -> registering(memory), "registerMemory"));
    }

    /**
     * As {@link #registerMemory}, without waiting for the rings; the pages are walked through by the caller all the same. A caller-driven engine goes on with
     * it when it is next driven.
     *
     * @param memory native memory that any thread may access, writable, up to 1 GiB
     * @return completes with the registration, or fails with the IOException
     * @throws IllegalStateException if the engine or the memory's arena is closed
     * @throws IllegalArgumentException if the memory is on the heap, confined, empty or too large
     */
    public CompletableFuture<RegisteredMemory> registerMemoryAsync(MemorySegment memory) {
        return handedOver(registering(memory));
    }

    private CompletableFuture<RegisteredMemory> registering(MemorySegment memory) {
        checkOpen();
        FileChecks.shareNative(memory);
        return registry.registerMemory(this, memory);
    }

    /**
     * Registers a file with the rings, all of them or none, and waits for it. From then on every operation on the file goes by its place in the rings' tables.
     *
     * @param file an open file of this engine that is not registered
     * @return the registration; close it, or the file
     * @throws IOException where a ring refuses, such as for RLIMIT_NOFILE; the message says what to do
     * @throws IllegalStateException if the file or the engine is closed, if the file is registered already, or in a callback, where {@link #registerFileAsync}
     *     is right. The caller of a caller-driven engine becomes its driver where there is none yet, as in {@link #poll()}
     * @throws IllegalArgumentException if the file is another engine's
     */
    public RegisteredFile registerFile(AsyncFile file) throws IOException {
        return Futures.valueOrIoException(awaitDrivers(() -> registering(file), "registerFile"));
    }

    /**
     * As {@link #registerFile}, without waiting. A caller-driven engine does it when it is next driven, or at once where the calling thread drives it.
     *
     * @param file an open file of this engine that is not registered
     * @return completes with the registration, or fails with the IOException
     * @throws IllegalStateException if the file or the engine is closed, or the file is registered already
     * @throws IllegalArgumentException if the file is another engine's
     */
    public CompletableFuture<RegisteredFile> registerFileAsync(AsyncFile file) {
        return handedOver(registering(file));
    }

    private CompletableFuture<RegisteredFile> registering(AsyncFile file) {
        checkOpen();
        checkOwn(file);
        return registry.registerFile(this, file);
    }

    /**
     * Caller-driven: submits what is queued, and runs the callbacks of what has completed, without waiting.
     *
     * @return requests completed
     * @throws IllegalStateException if the engine is closed or engine-driven, in a callback, on a virtual thread, or on another thread than the
     *     one that drove it first
     * @throws java.io.UncheckedIOException if the kernel does not enable the ring
     */
    public int poll() {
        return caller.untilCompletion(0);
    }

    /**
     * Caller-driven: submits what is queued, waits until at least one request has completed, and runs the callbacks of all that have. Where nothing is in
     * flight it waits for another thread to submit.
     *
     * @param timeout how long to wait at most; zero or less does not wait
     * @return requests completed; 0 where the time ran out
     * @throws IllegalStateException as {@link #poll()}
     * @throws java.io.UncheckedIOException if the kernel does not enable the ring
     */
    public int await(Duration timeout) {
        return await(TimeUnit.NANOSECONDS.convert(timeout));
    }

    /**
     * As {@link #await(Duration)}, for loops that should not make a Duration at each step.
     *
     * @param timeoutNanos how long to wait at most, in nanoseconds; zero or less does not wait; Long.MAX_VALUE waits as long as it takes
     * @return requests completed; 0 where the time ran out
     * @throws IllegalStateException as {@link #poll()}
     * @throws java.io.UncheckedIOException if the kernel does not enable the ring
     */
    public int await(long timeoutNanos) {
        return caller.untilCompletion(Math.max(0, timeoutNanos));
    }

    /**
     * Waits for a future or another stage, whatever its kind, and drives a caller-driven engine meanwhile; where nobody drives it yet, the calling thread
     * becomes its driver. On any other thread, and for an engine-driven engine, this is the stage's own join.
     *
     * <p>The futures of this engine drive it by themselves where its driver's thread waits for them, and so do the stages that depend on them, down to the
     * last. This is for the others, such as {@link CompletableFuture#allOf}: waited for in another way, they would keep the driver's thread from ever
     * completing them.
     *
     * <pre>{@code
     * engine.join(CompletableFuture.allOf(reads));
     * }</pre>
     *
     * @param stage what to wait for
     * @param <T> what it is completed with
     * @return its result
     * @throws java.util.concurrent.CompletionException if the stage fails, with the failure as its cause
     * @throws java.util.concurrent.CancellationException if the stage is cancelled
     * @throws IllegalStateException in a callback where the stage is not done
     */
    public <T> T join(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        driveUntilDone(future, Long.MAX_VALUE, "join");
        return future.join();
    }

    /**
     * As {@link #join}, for so long at most, and without taking the result.
     *
     * @param stage what to wait for
     * @param timeout how long to wait at most; zero or less does not wait
     * @return whether the stage is done
     * @throws InterruptedException if interrupted while waiting for the threads of an engine-driven engine
     * @throws IllegalStateException as {@link #join}
     */
    public boolean await(CompletionStage<?> stage, Duration timeout) throws InterruptedException {
        CompletableFuture<?> future = stage.toCompletableFuture();
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        long deadline = System.nanoTime() + nanos;
        driveUntilDone(future, nanos, "await");
        try {
            future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException failed) {
            // Which is done as well.
        }
        return true;
    }

    private void driveUntilDone(CompletableFuture<?> future, long nanos, String call) {
        if (!future.isDone() && (isDrivenHere(call) || caller.isOpenToThisThread())) {
            driveUntilDone(future, nanos);
        }
    }

    /** On the driver's thread: drives until the future is done, whoever completes it. */
    void driveUntilDone(CompletableFuture<?> future, long nanos) {
        caller.untilDone(future, nanos);
    }

    /** On the driver's thread: drives until something has come, a completion or a {@link #wakeDriver()}. */
    void driveOnce(long nanos) {
        caller.once(nanos);
    }

    /** Any thread: the driver of a caller-driven engine is to look whether what it waits for is done. */
    void wakeDriver() {
        caller.wake();
    }

    /**
     * Caller-driven: a descriptor for the event loop of the thread that drives, for {@code epoll(7)} or {@code poll(2)}: readable when {@link #poll()} has
     * something to do, be it a completion or a request that another thread submitted, and no more once it has been polled. The kernel may signal late what was
     * polled already: that poll finds nothing to do.
     *
     * @return the descriptor; it stays the engine's: not to be read, written or closed, nor watched any longer once the engine is closed
     * @throws IOException if there is no descriptor left
     * @throws IllegalStateException as {@link #poll()}; the calling thread becomes the driver
     * @throws java.io.UncheckedIOException if the kernel does not enable the ring
     */
    public int pollFd() throws IOException {
        return caller.driver().watch();
    }

    /**
     * Caller-driven: runs callbacks until {@link #stop()}, or until another thread closes the engine. Requests in flight stay in flight. A stop that came
     * before makes it return at once.
     *
     * @throws IllegalStateException as {@link #poll()}
     * @throws java.io.UncheckedIOException if the kernel does not enable the ring
     */
    public void run() {
        caller.untilStopped();
    }

    /**
     * Makes {@link #run()} return, after the callbacks in hand. Safe from any thread and from a callback; does nothing to an engine-driven engine.
     */
    public void stop() {
        caller.stop();
    }

    /**
     * Sets the 99th percentile of latency to stay under, for every controller of the engine and those to come. Any thread; takes effect with the controllers'
     * next measurement.
     *
     * @param target up to one hour; {@link Duration#ZERO} for none
     * @throws IllegalArgumentException if negative or over an hour
     */
    public void targetP99(Duration target) {
        tuners.targetP99Nanos(EngineOptions.checkTargetP99(target).toNanos());
    }

    /**
     * Sets the least limit of every controller of the engine and of those to come. Any thread; a limit that is lower is raised at once.
     *
     * @param operations 1 to {@link EngineOptions#queueDepth()}
     * @throws IllegalArgumentException if out of that range
     */
    public void minInFlight(int operations) {
        EngineOptions.checkMinInFlight(operations, options.queueDepth());
        tuners.minInFlight(operations);
    }

    /**
     * Sets how many submissions a driver lets gather before it enters the kernel for them, instead of having that tuned: 1 enters for each. A driver's own
     * submissions alone gather, those of caller-driven engines and of callbacks; what is there is submitted by the next poll in any case. Each enter then takes
     * all that is there; where the number is tuned, a device with little to do gets the first of a large batch ahead of the others. Any thread.
     *
     * @param submissions 1 to {@link EngineOptions#queueDepth()}
     * @throws IllegalArgumentException if out of that range
     */
    public void batchThreshold(int submissions) {
        if (submissions < 1 || submissions > options.queueDepth()) {
            throw new IllegalArgumentException("submissions=" + submissions + "; 1 to " + options.queueDepth() + ", the queue depth, is right");
        }
        for (Ring ring : rings) {
            ring.driver().batchThreshold(submissions);
        }
    }

    /** Has the number of submissions that gather tuned again, as it is from the start; undoes {@link #batchThreshold}. Any thread. */
    public void tuneBatchThreshold() {
        for (Ring ring : rings) {
            ring.driver().batchThreshold(Gathering.TUNED);
        }
    }

    /**
     * Submits to the kernel what has gathered, without waiting for more, and runs no callback. On a driver's thread, which a callback is on too, that is done
     * when it returns. On other threads it wakes drivers that sleep; one that is awake submits what there is at the end of its turn.
     *
     * @throws IllegalStateException if the engine is closed
     */
    public void flush() {
        checkOpen();
        for (Ring ring : rings) {
            ring.driver().flush();
        }
    }

    /**
     * What made a ring fail for good, such as an error of {@code io_uring_enter(2)} that is not passing. All requests that it had were completed with that
     * error, their buffers and files stay in use for ever, since the kernel may still be at them, and it takes no more. The rings that {@link #stats()} tells
     * no error of go on.
     *
     * @return the error of the first ring that has one; empty where all is well
     */
    public Optional<IOException> fatalError() {
        for (Ring ring : rings) {
            if (ring.driver().fatal() != null) {
                return Optional.of(ring.driver().fatal());
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a request is accepted and not yet completed. Any handle may be asked about, however old.
     *
     * @param request what a submission returned
     * @return false for a request that has completed, and for {@link #AGAIN}
     */
    public boolean isPending(long request) {
        if (request < 0) {
            return false;
        }
        int ring = RequestHandle.ring(request);
        return ring < rings.length && rings[ring].isPending(request);
    }

    /**
     * Asks the kernel to cancel a request. Its callback runs all the same, once: with {@code -ECANCELED} where the kernel could stop it, with its
     * ordinary result where it could not; a read or write that a disk has begun cannot be stopped. Any thread, and in callbacks too. On the thread that drives
     * the request's ring, which a callback is on too, a request that has not been submitted to the kernel never is; on others it is first started, and then
     * cancelled, as if it had been in the kernel already.
     *
     * @param request what a submission returned
     * @return whether the request was still pending and the kernel is being asked; false for a stale handle and for {@link #AGAIN}, where nothing is done
     */
    public boolean cancel(long request) {
        return request >= 0 && RequestHandle.ring(request) < rings.length && rings[RequestHandle.ring(request)].cancel(request);
    }

    /**
     * In a callback: when the driver took the request's completion from the ring's completion queue, together with others, and before the first of their
     * callbacks ran. What those did is not in the time from the submission until then, as it is in one that a callback takes itself; fio tells completion
     * latencies in this way. Under SQPOLL the completion of what another thread submitted may be newer by a moment than this.
     *
     * @param request the handle that the callback was given
     * @return a time of {@link System#nanoTime()}
     * @throws IllegalStateException where the calling thread is not in a callback of that request's ring
     */
    public long reapedNanos(long request) {
        int ring = RequestHandle.ring(request);
        if (request < 0 || ring >= rings.length || !rings[ring].driver().isDispatchingHere()) {
            throw new IllegalStateException("request=" + request + ", must be the one whose callback calls reapedNanos()");
        }
        return rings[ring].driver().reapedNanos();
    }

    /**
     * Waits until no request is in flight or waits for room, and every callback has run. A caller-driven engine is driven meanwhile. Requests that are
     * submitted meanwhile, by callbacks or other threads, are waited for too.
     *
     * @param timeout how long to wait at most
     * @return false where the time ran out
     * @throws InterruptedException if interrupted while waiting for the threads of an engine-driven engine
     * @throws IllegalStateException in a callback; for a caller-driven engine as {@link #poll()}
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        refuseInCallback("drain");
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        long before;
        long after = submitted();
        boolean waiting;
        do {
            before = after;
            for (Ring ring : rings) {
                long left = deadline - System.nanoTime();
                if (!(options.driving() == Driving.CALLER ? caller.untilDrained(deadline) : ring.drain.await(left))) {
                    return false;
                }
            }
            // A callback of one ring may have submitted to another that had been found drained before, and a driver what had waited for room: who
            // does not wait any more is among the submitted.
            waiting = tuners.waiting() > 0;
            after = submitted();
            if (waiting) {
                // Nothing is in flight: a driver is about to submit it.
                Thread.yield();
            }
        } while ((waiting || after != before) && deadline - System.nanoTime() > 0);
        return !waiting && after == before;
    }

    /** Requests accepted so far, and all that were submitted by callbacks whose rings have been found drained. */
    private long submitted() {
        long total = 0;
        for (Ring ring : rings) {
            total += ring.counts.submitted();
        }
        return total;
    }

    private void refuseInCallback(String call) {
        if (inCallback()) {
            throw new IllegalStateException(call + "() in a callback: the request that completed is part of what it waits for; call stop() instead");
        }
    }

    private boolean inCallback() {
        for (Ring ring : rings) {
            if (ring.driver().inCallback()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the engine has done and is doing. Takes no lock that submissions take; allocates.
     *
     * @return a snapshot
     */
    public EngineStats stats() {
        List<RingStats> each = new ArrayList<>(rings.length);
        for (Ring ring : rings) {
            each.add(ring.stats());
        }
        return new EngineStats(
                backend,
                System.nanoTime() - openedNanos,
                each,
                tuners.stats(),
                selector.spills(),
                tuners.waiting(),
                openFiles.get(),
                pool.stats(),
                registry.stats());
    }

    /**
     * Closes the engine: takes no more requests, waits until those in flight are done and their callbacks have run, and unmaps the rings. Files stay open until
     * they are closed, buffers valid until they are returned. What does not end within {@link EngineOptions#drainTimeout()} is leaked and logged, since the
     * kernel may still write into its memory.
     *
     * <p>Safe from any thread; closing again does nothing. A caller-driven engine that another thread closes is drained by its driver, in the poll, await
     * or run that it is in or comes to next.
     *
     * @throws IllegalStateException if called in a callback
     */
    @Override
    public void close() {
        refuseInCallback("close");
        boolean first = closing.compareAndSet(false, true);
        for (Ring ring : rings) {
            ring.refuse();
            ring.lanes.closeBacklogs(closed());
            ring.sleep.poke();
        }
        for (Ring ring : rings) {
            RingDriver driver = ring.driver();
            // The driver closes it also where another thread closes already: that one waits for the driver, which may never poll again.
            if (!driver.closeAsDriver() && first) {
                driver.awaitClosedOrLeak(options.drainTimeout().toNanos() + CLOSE_MARGIN_NANOS);
            }
        }
        if (first) {
            pool.close();
            registry.close();
            OPEN.remove(this);
            EngineEvent.emit(id, false, options);
            runCloseActions();
        }
    }

    /**
     * Has something run when the engine has been closed, by the thread that closed it; at once where it is closed already. Any thread. What it throws goes to
     * the {@linkplain EngineOptions#errorHandler() error handler}.
     *
     * @param action runs once
     */
    public void onClose(Runnable action) {
        Objects.requireNonNull(action, "action");
        synchronized (closeActions) {
            if (!closeActionsRan) {
                closeActions.add(action);
                return;
            }
        }
        runReporting(action);
    }

    private void runCloseActions() {
        synchronized (closeActions) {
            closeActionsRan = true;
        }
        // Nobody adds to them any more.
        closeActions.forEach(this::runReporting);
    }

    private void runReporting(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    void checkOpen() {
        if (closing.get()) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the engine is closed");
    }

    /** A file was opened. */
    void fileOpened(String path, int fd) {
        openFiles.incrementAndGet();
        FileEvent.emit(id, true, path, fd);
    }

    /** A file's descriptor is gone. */
    void fileClosed(String path, int fd) {
        openFiles.decrementAndGet();
        FileEvent.emit(id, false, path, fd);
    }

    /** Now and then: a recording that was begun meanwhile is given the engines' figures. */
    static void lookForRecorder() {
        StatisticsEvent.registerWhereRecorded(OPEN);
    }

    /** Its number in this process, from 1. */
    long id() {
        return id;
    }

    Tuners tuners() {
        return tuners;
    }

    Registry registry() {
        return registry;
    }

    /** A future for the user, of whose stages a driver runs none: {@link EngineOptions#stageExecutor()} does. */
    <T> CompletableFuture<T> handedOver(CompletableFuture<T> future) {
        EngineFuture<T> own = new EngineFuture<>(this);
        if (future.isDone()) {
            future.whenComplete(own::endAs);
        } else {
            future.whenComplete((value, failure) -> handOver(() -> own.endAs(value, failure)));
        }
        return own;
    }

    /** That a file is this engine's. */
    void checkOwn(AsyncFile file) {
        if (file.engine() != this) {
            throw new IllegalArgumentException("path=" + file.path() + " was opened by another engine; a file of this one is right");
        }
    }

    /**
     * Waits for what the rings' drivers do. A caller-driven engine is driven meanwhile where the calling thread is its driver, and has to be driven by whom it
     * is where not; where it has no driver yet, the calling thread becomes it.
     *
     * @param asked asks for it
     * @param call who asks, for the message
     * @throws IllegalStateException in a callback, and as {@link #poll()} where the calling thread cannot become the driver
     */
    <T> CompletableFuture<T> awaitDrivers(Supplier<CompletableFuture<T>> asked, String call) {
        if (inCallback()) {
            throw new IllegalStateException(call + "() in a callback: the thread that runs it is one that it waits for; " + call + "Async() is right");
        }
        RingDriver driver = rings[0].driver();
        boolean drives = options.driving() == Driving.CALLER && driver.closesOnThisThread() && !driver.isClosed() && driver.fatal() == null;
        if (drives) {
            driver.bind();
        }
        CompletableFuture<T> future = asked.get();
        if (drives) {
            driveUntilDone(future, Long.MAX_VALUE);
        }
        return future;
    }

    long submit(Operation operation, Descriptor file, Object memory, MemorySegment data, long offset, IoCallback callback) {
        return rings[selector.select(file.lanes())].submit(operation, file, memory, data, offset, callback);
    }

    /** Submits to the ring that is selected, to another where that one is at its limit, and where all are, once there is room. */
    void submit(IoFuture<?> future) {
        Lane[] lanes = future.file.lanes();
        Backlog backlog = lanes[0].backlog();
        // Those who wait go first.
        if (backlog.isEmpty()) {
            int first = selector.select(lanes);
            for (int i = 0; i < rings.length; i++) {
                if (future.submitTo(rings[(first + i) % rings.length])) {
                    return;
                }
            }
        }
        backlog.add(future, !future.isAwaited());
    }

    /**
     * Has a future completed, with the stages that depend on it, by the executor of the options' choice: never by a driver, nor lost where that executor
     * refuses.
     */
    void handOver(Runnable completion) {
        try {
            options.stageExecutor().execute(completion);
        } catch (RuntimeException | Error e) {
            // Not RejectedExecutionException alone: whatever keeps the executor from taking it, the future has to be completed.
            report(e);
            Thread.startVirtualThread(completion);
        }
    }

    /** In a callback: where the futures gather that its batch of completions answers. */
    Answered answered(long request) {
        return rings[RequestHandle.ring(request)].driver().answered();
    }

    /** Where dependent stages of futures run. */
    Executor stageExecutor() {
        return options.stageExecutor();
    }

    /**
     * Whether the calling thread drives a ring of this engine, so that it must not wait for a request without driving.
     *
     * @param call the name of what would wait, for the message
     * @throws IllegalStateException in a callback, where it can not be driven either
     */
    boolean isDrivenHere(String call) {
        for (Ring ring : rings) {
            if (ring.driver().isDrivenHere()) {
                if (ring.driver().inCallback()) {
                    throw new IllegalStateException(call + "() in a callback would wait for itself; use a callback or a stage of a future instead");
                }
                return true;
            }
        }
        return false;
    }

    /** As {@link #submit}, with memory that is the request's alone: closed with it, and where it was not submitted. */
    long submitOwning(Operation operation, Descriptor file, RequestMemory memory, MemorySegment data, long offset, IoCallback callback) {
        long request = AGAIN;
        try {
            request = submit(operation, file, memory, data, offset, callback);
        } finally {
            if (request == AGAIN) {
                memory.close();
            }
        }
        return request;
    }

    long submit(Chain chain) {
        return rings[selector.select(chain.link(0).file.lanes())].chains.submit(chain);
    }

    int cancelAll(Descriptor file) {
        int asked = 0;
        for (Ring ring : rings) {
            asked += ring.cancelAll(file);
        }
        return asked;
    }

    /** Admits a request that is to be queued when its file is free. */
    long reserve(CloseRequest operation) {
        return rings[selector.select(paths.lanes())].steps.reserve(operation, paths);
    }

    /**
     * Whether the calling thread drives this engine, so that it must not wait for a request but by polling, nor at all in a callback.
     *
     * @return true on a thread of an engine-driven engine, as in a callback, and on the thread that drives a caller-driven one
     */
    public boolean isDriver() {
        for (Ring ring : rings) {
            if (ring.driver().isDrivenHere()) {
                return true;
            }
        }
        return false;
    }

    /** Takes an error that nobody waits for. */
    void report(Throwable error) {
        try {
            options.errorHandler().accept(error);
        } catch (RuntimeException | Error ignored) {
            // The handler was the last resort; the caller, a driver perhaps, goes on.
        }
    }
}
