/** The kernel's io_uring and the libc calls around it: the low-level, pure-Java counterpart of liburing. */
module io.auraio.syscall {
    exports io.auraio.syscall;
}
