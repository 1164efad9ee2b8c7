/**
 * The JDK's own channels over an {@link io.auraio.Engine}: for code that takes a {@link java.nio.channels.FileChannel} or a
 * {@link java.nio.channels.AsynchronousFileChannel}.
 *
 * <pre>{@code
 * FileChannel channel = FileChannels.open(engine, path, READ, WRITE);
 * AsynchronousFileChannel asynchronous = FileChannels.openAsynchronous(engine, path, Set.of(READ), executor);
 * }</pre>
 *
 * They keep the JDK's contract, method by method: the same tests pass on both. What differs is how they get there:
 *
 * <ul>
 *   <li>A virtual thread that reads or writes parks, and its carrier is free. With the JDK's channel it holds the carrier.
 *   <li>An asynchronous read takes no thread while it waits, where the JDK's takes one of a pool.
 *   <li>{@link io.auraio.AuraOpenOption#SURVIVE_INTERRUPT} keeps a {@code FileChannel} open when a thread that uses it is interrupted.
 *   <li>Memory that the kernel writes into is never given up before the kernel is done with it: not by a close, nor by a cancelled future.
 * </ul>
 *
 * <h2>Locks</h2>
 *
 * Locks and maps are the JDK's: where one is asked for, the file is opened a second time, by a channel of the JDK's that lives as long as this
 * one. The locks are thus POSIX's, with their rule: <em>whenever a process closes any descriptor of a file, it loses all its locks on that file</em>,
 * those of other channels too. The JDK's channels have the same rule, and its advice holds: let one channel of the process take all locks of a file,
 * and close the others of that file before. {@code close()} returns when the descriptors are closed, so that a lock taken behind it is not lost to a
 * late close; only on a driver of the engine, where waiting for the last request would be waiting for itself, it returns before.
 */
package io.auraio.channels;
