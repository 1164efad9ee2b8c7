/**
 * Asynchronous file I/O for Linux over io_uring, tuned while it runs.
 *
 * <h2>In one minute</h2>
 *
 * An {@link io.auraio.Engine} owns one or more rings. A ring is a queue that a program and the kernel share: requests go in, results
 * come out, and one system call moves many of each. {@link io.auraio.Engine#open(java.nio.file.Path, java.nio.file.OpenOption...)}
 * opens an {@link io.auraio.AsyncFile}; its {@code read}, {@code write} and {@code fsync} put a request into a ring and return at
 * once; the {@link io.auraio.IoCallback} given with it runs when the kernel is done.
 *
 * <p>How many requests a device serves best at a time differs by a factor of a hundred between devices and changes while a program runs.
 * A controller ({@link io.auraio.adaptive.Controller}) finds that number, for all rings of an engine together unless
 * {@link io.auraio.Tuning} says otherwise. At the limit a submission answers {@link io.auraio.Engine#AGAIN} instead of a request, and the
 * caller tries again after the next completion.
 *
 * <h2>Who does what</h2>
 *
 * One platform thread, the ring's driver, enters the kernel for a ring and runs its callbacks. In an engine-driven engine
 * ({@link io.auraio.Driving#ENGINE}, the default) it is a daemon thread of the engine's; in a caller-driven one
 * ({@link io.auraio.Driving#CALLER}) it is the thread of the application that calls {@link io.auraio.Engine#poll()},
 * {@link io.auraio.Engine#await(java.time.Duration)} or {@link io.auraio.Engine#run()}. Any thread, virtual ones too, may submit.
 *
 * <h2>What stays alive</h2>
 *
 * A request holds its file and its buffer from submission to completion: a file closed meanwhile closes when the last request on it
 * is done, a pool buffer cannot be returned while the kernel may write into it, and closing the engine waits for what is in flight.
 */
package io.auraio;
