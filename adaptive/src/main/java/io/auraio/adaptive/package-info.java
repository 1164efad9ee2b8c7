/**
 * Finds how many operations to keep in flight on a device.
 *
 * <p>Too few in flight and a device idles; beyond some depth, its knee, more in flight only wait longer, for Little's law says
 * that throughput = in flight / latency. The knee differs between devices by a factor of fifty and moves with the load, so a
 * {@link io.auraio.adaptive.Controller} looks for it all the time: the driver of a ring tells it what completed and how long
 * things took, and asks for the {@link io.auraio.adaptive.Controller#limit() limit} to keep to.
 *
 * <p>Everything here is a pure function of what it is told. There is no thread, clock, lock or I/O in this package, which is
 * why a test can run an hour of a slow disk in a moment and get the same decisions each time.
 */
package io.auraio.adaptive;
