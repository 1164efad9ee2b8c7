/**
 * Linux's io_uring and the libc calls around it, from pure Java: the low-level counterpart of liburing.
 *
 * <p>A ring is two queues in memory that the program and the kernel share. The program writes an entry for
 * each operation into the submission queue, and enters the kernel once for many of them; the kernel writes an
 * entry for each finished operation into the completion queue.
 * {@snippet :
 * try (Uring ring = Uring.open(UringSetup.of(64))) {
 *     ring.sq().claim().nop().userData(42);
 *     ring.sq().publish();
 *     ring.submitAndWait(1);
 *     int ready = ring.cq().ready();
 *     for (int i = 0; i < ready; i++) {
 *         System.out.println(ring.cq().userData(i) + " -> " + ring.cq().res(i));
 *     }
 *     ring.cq().advance(ready);
 * }
 * }
 *
 * <p>What the package promises:
 * <ol>
 * <li>It holds mechanism and no policy: calls return what the kernel returned, as a count or as {@code -errno};
 *     whoever calls decides about retrying. What cannot be answered by a number, such as opening a ring, throws
 *     {@link SyscallException}.</li>
 * <li>Nothing is allocated between a submission and its completion.</li>
 * <li>No use of a closed {@link Uring} can fault the JVM: its memory stays mapped while anything can reach it.</li>
 * </ol>
 * What it leaves to the caller: memory that was named to the kernel must stay allocated until the completion
 * that ends the operation (the one without {@link CompletionQueue#IORING_CQE_F_MORE}), and so must a file descriptor.
 *
 * <p>All of it needs {@code --enable-native-access=io.auraio.syscall}, or {@code ALL-UNNAMED} on the class path.
 */
package io.auraio.syscall;
