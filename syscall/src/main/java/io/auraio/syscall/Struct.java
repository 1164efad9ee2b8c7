package io.auraio.syscall;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The kernel's structs, field by field with the kernel's names, as {@code linux/io_uring.h} declares them.
 *
 * <p>All offsets of this package come from here through {@link #offset}. Where the kernel has a union, the field
 * carries the name of the member that {@code IORING_OP_READ} uses. None of it differs between the 64-bit
 * architectures, all of which Java supports as little-endian here.
 */
final class Struct {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

    /** {@code struct io_sqring_offsets}: where the words of the submission ring lie in its map. */
    static final StructLayout SQ_OFF = MemoryLayout.structLayout(
            U32.withName("head"), U32.withName("tail"), U32.withName("ring_mask"), U32.withName("ring_entries"),
            U32.withName("flags"), U32.withName("dropped"), U32.withName("array"), U32.withName("resv1"),
            U64.withName("user_addr")).withName("io_sqring_offsets");

    /** {@code struct io_cqring_offsets}: where the words of the completion ring lie in its map. */
    static final StructLayout CQ_OFF = MemoryLayout.structLayout(
            U32.withName("head"), U32.withName("tail"), U32.withName("ring_mask"), U32.withName("ring_entries"),
            U32.withName("overflow"), U32.withName("cqes"), U32.withName("flags"), U32.withName("resv1"),
            U64.withName("user_addr")).withName("io_cqring_offsets");

    /** {@code struct io_uring_params}: asked of io_uring_setup, and answered by it. */
    static final StructLayout PARAMS = MemoryLayout.structLayout(
            U32.withName("sq_entries"), U32.withName("cq_entries"), U32.withName("flags"),
            U32.withName("sq_thread_cpu"), U32.withName("sq_thread_idle"), U32.withName("features"),
            U32.withName("wq_fd"), MemoryLayout.sequenceLayout(3, U32).withName("resv"),
            SQ_OFF.withName("sq_off"), CQ_OFF.withName("cq_off")).withName("io_uring_params");

    /** {@code struct io_uring_sqe}: one operation. */
    static final StructLayout SQE = MemoryLayout.structLayout(
            U8.withName("opcode"), U8.withName("flags"), U16.withName("ioprio"), U32.withName("fd"),
            U64.withName("off"), U64.withName("addr"), U32.withName("len"), U32.withName("rw_flags"),
            U64.withName("user_data"), U16.withName("buf_index"), U16.withName("personality"),
            U32.withName("file_index"), U64.withName("addr3"), U64.withName("__pad2")).withName("io_uring_sqe");

    /** {@code struct io_uring_cqe}: how one operation ended. */
    static final StructLayout CQE = MemoryLayout.structLayout(
            U64.withName("user_data"), U32.withName("res"), U32.withName("flags")).withName("io_uring_cqe");

    /** {@code struct io_uring_getevents_arg}: what enter waits with, under IORING_ENTER_EXT_ARG. */
    static final StructLayout GETEVENTS_ARG = MemoryLayout.structLayout(
            U64.withName("sigmask"), U32.withName("sigmask_sz"), U32.withName("min_wait_usec"),
            U64.withName("ts")).withName("io_uring_getevents_arg");

    /** {@code struct __kernel_timespec}. */
    static final StructLayout TIMESPEC = MemoryLayout.structLayout(
            U64.withName("tv_sec"), U64.withName("tv_nsec")).withName("__kernel_timespec");

    /** {@code struct io_uring_probe}, the part before its operations. */
    static final StructLayout PROBE = MemoryLayout.structLayout(
            U8.withName("last_op"), U8.withName("ops_len"), U16.withName("resv"),
            MemoryLayout.sequenceLayout(3, U32).withName("resv2")).withName("io_uring_probe");

    /** {@code struct io_uring_probe_op}: one operation of a probe. */
    static final StructLayout PROBE_OP = MemoryLayout.structLayout(
            U8.withName("op"), U8.withName("resv"), U16.withName("flags"),
            U32.withName("resv2")).withName("io_uring_probe_op");

    /** {@code struct io_uring_sync_cancel_reg}: what is cancelled, and how long that may take. */
    static final StructLayout SYNC_CANCEL_REG = MemoryLayout.structLayout(
            U64.withName("addr"), U32.withName("fd"), U32.withName("flags"), TIMESPEC.withName("timeout"),
            U8.withName("opcode"), MemoryLayout.sequenceLayout(7, U8).withName("pad"),
            MemoryLayout.sequenceLayout(3, U64).withName("pad2")).withName("io_uring_sync_cancel_reg");

    /** {@code struct iovec}, of {@code sys/uio.h}. */
    static final StructLayout IOVEC = MemoryLayout.structLayout(
            U64.withName("iov_base"), U64.withName("iov_len")).withName("iovec");

    /** {@code struct open_how}, of {@code linux/openat2.h}. */
    static final StructLayout OPEN_HOW = MemoryLayout.structLayout(
            U64.withName("flags"), U64.withName("mode"), U64.withName("resolve")).withName("open_how");

    /** {@code struct msghdr}, of {@code sys/socket.h}. */
    static final StructLayout MSGHDR = MemoryLayout.structLayout(
            U64.withName("msg_name"), U32.withName("msg_namelen"), MemoryLayout.paddingLayout(4),
            U64.withName("msg_iov"), U64.withName("msg_iovlen"), U64.withName("msg_control"),
            U64.withName("msg_controllen"), U32.withName("msg_flags"), MemoryLayout.paddingLayout(4)).withName("msghdr");

    /** {@code struct io_uring_rsrc_register}: buffers or files, with tags. */
    static final StructLayout RSRC_REGISTER = MemoryLayout.structLayout(
            U32.withName("nr"), U32.withName("flags"), U64.withName("resv2"), U64.withName("data"),
            U64.withName("tags")).withName("io_uring_rsrc_register");

    /** {@code struct io_uring_rsrc_update2}: other buffers or files in the place of some. */
    static final StructLayout RSRC_UPDATE2 = MemoryLayout.structLayout(
            U32.withName("offset"), U32.withName("resv"), U64.withName("data"), U64.withName("tags"),
            U32.withName("nr"), U32.withName("resv2")).withName("io_uring_rsrc_update2");

    /** {@code struct io_uring_rsrc_update}: an index and what goes there. */
    static final StructLayout RSRC_UPDATE = MemoryLayout.structLayout(
            U32.withName("offset"), U32.withName("resv"), U64.withName("data")).withName("io_uring_rsrc_update");

    /** {@code struct io_uring_clone_buffers}: a range of another ring's buffers. */
    static final StructLayout CLONE_BUFFERS = MemoryLayout.structLayout(
            U32.withName("src_fd"), U32.withName("flags"), U32.withName("src_off"), U32.withName("dst_off"),
            U32.withName("nr"), MemoryLayout.sequenceLayout(3, U32).withName("pad")).withName("io_uring_clone_buffers");

    /** {@code struct io_uring_file_index_range}: where files without a slot of their own go. */
    static final StructLayout FILE_INDEX_RANGE = MemoryLayout.structLayout(
            U32.withName("off"), U32.withName("len"), U64.withName("resv")).withName("io_uring_file_index_range");

    /** {@code struct io_uring_restriction}: one thing that a ring is allowed. */
    static final StructLayout RESTRICTION = MemoryLayout.structLayout(
            U16.withName("opcode"), U8.withName("register_op"), U8.withName("resv"),
            MemoryLayout.sequenceLayout(3, U32).withName("resv2")).withName("io_uring_restriction");

    /** {@code struct io_uring_buf_reg}: a ring of provided buffers. */
    static final StructLayout BUF_REG = MemoryLayout.structLayout(
            U64.withName("ring_addr"), U32.withName("ring_entries"), U16.withName("bgid"), U16.withName("flags"),
            MemoryLayout.sequenceLayout(3, U64).withName("resv")).withName("io_uring_buf_reg");

    /** {@code struct io_uring_buf}: one provided buffer; the ring's tail lies in the first one's {@code resv}. */
    static final StructLayout BUF = MemoryLayout.structLayout(
            U64.withName("addr"), U32.withName("len"), U16.withName("bid"), U16.withName("resv")).withName("io_uring_buf");

    /** {@code struct statx_timestamp}. */
    static final StructLayout STATX_TIMESTAMP = MemoryLayout.structLayout(
            U64.withName("tv_sec"), U32.withName("tv_nsec"), U32.withName("__reserved")).withName("statx_timestamp");

    /** {@code struct statx}, of {@code linux/stat.h}. */
    static final StructLayout STATX = MemoryLayout.structLayout(
            U32.withName("stx_mask"), U32.withName("stx_blksize"), U64.withName("stx_attributes"),
            U32.withName("stx_nlink"), U32.withName("stx_uid"), U32.withName("stx_gid"), U16.withName("stx_mode"),
            U16.withName("__spare0"), U64.withName("stx_ino"), U64.withName("stx_size"), U64.withName("stx_blocks"),
            U64.withName("stx_attributes_mask"), STATX_TIMESTAMP.withName("stx_atime"),
            STATX_TIMESTAMP.withName("stx_btime"), STATX_TIMESTAMP.withName("stx_ctime"),
            STATX_TIMESTAMP.withName("stx_mtime"), U32.withName("stx_rdev_major"), U32.withName("stx_rdev_minor"),
            U32.withName("stx_dev_major"), U32.withName("stx_dev_minor"), U64.withName("stx_mnt_id"),
            U32.withName("stx_dio_mem_align"), U32.withName("stx_dio_offset_align"),
            MemoryLayout.sequenceLayout(12, U64).withName("__spare3")).withName("statx");

    private Struct() {
    }

    /**
     * Bytes from the start of {@code struct} to the field reached by {@code names}, one name a level. It allocates: what
     * runs for each operation keeps it in a constant.
     */
    static long offset(StructLayout struct, String... names) {
        PathElement[] path = new PathElement[names.length];
        for (int i = 0; i < names.length; i++) {
            path[i] = PathElement.groupElement(names[i]);
        }
        return struct.byteOffset(path);
    }
}
