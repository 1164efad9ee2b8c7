/**
 * Finds how many operations to keep in flight on a device.
 *
 * <p>Too few in flight and a device idles; beyond some depth, its knee, more in flight only wait longer, for Little's law says
 * that throughput = in flight / latency. The knee differs between devices by a factor of fifty and moves with the load, so a
 * {@link io.auraio.adaptive.Controller} looks for it all the time: the driver of a ring tells it what completed and how long
 * things took, and asks for the {@link io.auraio.adaptive.Controller#limit() limit} to keep to.
 *
 * <pre>{@code
 * Controller controller = new KneeController(ControllerOptions.forQueueDepth(256));
 * // for every controller.sampleEvery()-th completion:
 * controller.sample(now, submittedAt);
 * // about every 10 ms, with what happened since the last time:
 * log.add(controller.tick(now, completions, bytes, inFlightNanos, limitedNanos));
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.auraio.adaptive.KneeController} searches, holds and doubts;
 *       {@link io.auraio.adaptive.AimdController} is plain additive increase and multiplicative decrease, to compare with;
 *       {@link io.auraio.adaptive.FixedController} is adaptation switched off.
 *   <li>{@link io.auraio.adaptive.LimitShare} divides one limit over the rings of a device.
 *   <li>{@link io.auraio.adaptive.BatchTuner} finds how many submissions a call into the kernel should carry.
 *   <li>{@link io.auraio.adaptive.WaitTuner} finds whether to sleep or to look while a single operation is in flight.
 *   <li>{@link io.auraio.adaptive.LatencyHistogram} counts latencies; {@link io.auraio.adaptive.DecisionLog} keeps decisions.
 * </ul>
 *
 * <p>Everything here is a pure function of what it is told. There is no thread, clock, lock or I/O in this package, which is
 * why a test can run an hour of a slow disk in a moment and get the same decisions each time.
 */
package io.auraio.adaptive;
