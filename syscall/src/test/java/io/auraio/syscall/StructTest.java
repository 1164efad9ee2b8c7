package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructTest {
    private static final List<StructLayout> ALL = List.of(Struct.PARAMS, Struct.SQ_OFF, Struct.CQ_OFF, Struct.SQE,
            Struct.CQE, Struct.GETEVENTS_ARG, Struct.TIMESPEC, Struct.PROBE, Struct.PROBE_OP, Struct.SYNC_CANCEL_REG,
            Struct.IOVEC, Struct.OPEN_HOW, Struct.MSGHDR, Struct.RSRC_REGISTER, Struct.RSRC_UPDATE2, Struct.RSRC_UPDATE,
            Struct.FILE_INDEX_RANGE, Struct.CLONE_BUFFERS, Struct.RESTRICTION, Struct.BUF_REG, Struct.BUF, Struct.STATX_TIMESTAMP, Struct.STATX);

    /** Fields whose names differ between versions of the header. */
    private static final Set<String> RENAMED = Set.of("min_wait_usec", "opcode", "pad", "pad2", "resv", "resv1", "resv2",
            "user_addr", "__spare0", "__spare3", "__reserved", "__pad2", "addr3");

    @Test
    void everyFieldLiesWhereTheKernelsHeaderSays() {
        assertThat(ALL.stream().map(StructTest::describe)).containsExactly(
                "io_uring_params 120: sq_entries 0+4, cq_entries 4+4, flags 8+4, sq_thread_cpu 12+4, sq_thread_idle 16+4,"
                        + " features 20+4, wq_fd 24+4, resv 28+12, sq_off 40+40, cq_off 80+40",
                "io_sqring_offsets 40: head 0+4, tail 4+4, ring_mask 8+4, ring_entries 12+4, flags 16+4, dropped 20+4,"
                        + " array 24+4, resv1 28+4, user_addr 32+8",
                "io_cqring_offsets 40: head 0+4, tail 4+4, ring_mask 8+4, ring_entries 12+4, overflow 16+4, cqes 20+4,"
                        + " flags 24+4, resv1 28+4, user_addr 32+8",
                "io_uring_sqe 64: opcode 0+1, flags 1+1, ioprio 2+2, fd 4+4, off 8+8, addr 16+8, len 24+4, rw_flags 28+4,"
                        + " user_data 32+8, buf_index 40+2, personality 42+2, file_index 44+4, addr3 48+8, __pad2 56+8",
                "io_uring_cqe 16: user_data 0+8, res 8+4, flags 12+4",
                "io_uring_getevents_arg 24: sigmask 0+8, sigmask_sz 8+4, min_wait_usec 12+4, ts 16+8",
                "__kernel_timespec 16: tv_sec 0+8, tv_nsec 8+8",
                "io_uring_probe 16: last_op 0+1, ops_len 1+1, resv 2+2, resv2 4+12",
                "io_uring_probe_op 8: op 0+1, resv 1+1, flags 2+2, resv2 4+4",
                "io_uring_sync_cancel_reg 64: addr 0+8, fd 8+4, flags 12+4, timeout 16+16, opcode 32+1, pad 33+7,"
                        + " pad2 40+24",
                "iovec 16: iov_base 0+8, iov_len 8+8",
                "open_how 24: flags 0+8, mode 8+8, resolve 16+8",
                "msghdr 56: msg_name 0+8, msg_namelen 8+4, msg_iov 16+8, msg_iovlen 24+8, msg_control 32+8,"
                        + " msg_controllen 40+8, msg_flags 48+4",
                "io_uring_rsrc_register 32: nr 0+4, flags 4+4, resv2 8+8, data 16+8, tags 24+8",
                "io_uring_rsrc_update2 32: offset 0+4, resv 4+4, data 8+8, tags 16+8, nr 24+4, resv2 28+4",
                "io_uring_rsrc_update 16: offset 0+4, resv 4+4, data 8+8",
                "io_uring_file_index_range 16: off 0+4, len 4+4, resv 8+8",
                "io_uring_clone_buffers 32: src_fd 0+4, flags 4+4, src_off 8+4, dst_off 12+4, nr 16+4, pad 20+12",
                "io_uring_restriction 16: opcode 0+2, register_op 2+1, resv 3+1, resv2 4+12",
                "io_uring_buf_reg 40: ring_addr 0+8, ring_entries 8+4, bgid 12+2, flags 14+2, resv 16+24",
                "io_uring_buf 16: addr 0+8, len 8+4, bid 12+2, resv 14+2",
                "statx_timestamp 16: tv_sec 0+8, tv_nsec 8+4, __reserved 12+4",
                "statx 256: stx_mask 0+4, stx_blksize 4+4, stx_attributes 8+8, stx_nlink 16+4, stx_uid 20+4, stx_gid 24+4,"
                        + " stx_mode 28+2, __spare0 30+2, stx_ino 32+8, stx_size 40+8, stx_blocks 48+8,"
                        + " stx_attributes_mask 56+8, stx_atime 64+16, stx_btime 80+16, stx_ctime 96+16, stx_mtime 112+16,"
                        + " stx_rdev_major 128+4, stx_rdev_minor 132+4, stx_dev_major 136+4, stx_dev_minor 140+4,"
                        + " stx_mnt_id 144+8, stx_dio_mem_align 152+4, stx_dio_offset_align 156+4, __spare3 160+96");
    }

    @Test
    void everyFieldLiesWhereACompilerPutsIt(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/include/linux/io_uring.h")), "no linux/io_uring.h");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler");
        StringBuilder source = new StringBuilder("""
                #include <linux/io_uring.h>
                #include <linux/openat2.h>
                #include <linux/stat.h>
                #include <linux/time_types.h>
                #include <stddef.h>
                #include <sys/socket.h>
                #include <sys/uio.h>
                #define FIELD(s, f, o, w) _Static_assert(offsetof(s, f) == o && sizeof(((s *) 0)->f) == w, #s "." #f);
                """);
        String header = Files.readString(Path.of("/usr/include/linux/io_uring.h"));
        for (StructLayout struct : ALL) {
            String type = "struct " + struct.name().orElseThrow();
            if (struct == Struct.CLONE_BUFFERS && !header.contains(type)) {
                continue; // a header before 6.13
            }
            source.append("_Static_assert(sizeof(%s) == %d, \"%s\");%n".formatted(type, struct.byteSize(), type));
            for (MemoryLayout field : fields(struct)) {
                String name = field.name().orElseThrow();
                if (!RENAMED.contains(name) && !(struct == Struct.BUF_REG && name.equals("flags"))) {
                    source.append("FIELD(%s, %s, %d, %d)%n".formatted(type, name,
                            struct.byteOffset(PathElement.groupElement(name)), field.byteSize()));
                }
            }
        }
        Path file = Files.writeString(folder.resolve("structs.c"), source);
        Process cc = new ProcessBuilder("/usr/bin/cc", "-std=c11", "-fsyntax-only", file.toString())
                .redirectErrorStream(true).start();
        String said = new String(cc.getInputStream().readAllBytes());
        assertThat(cc.waitFor()).as(said).isZero();
    }

    private static List<MemoryLayout> fields(GroupLayout struct) {
        return struct.memberLayouts().stream().filter(field -> field.name().isPresent()).toList(); // the rest is padding
    }

    private static String describe(GroupLayout struct) {
        List<String> fields = new ArrayList<>();
        for (MemoryLayout field : fields(struct)) {
            String name = field.name().orElseThrow();
            fields.add(name + " " + struct.byteOffset(PathElement.groupElement(name)) + "+" + field.byteSize());
        }
        return struct.name().orElseThrow() + " " + struct.byteSize() + ": " + String.join(", ", fields);
    }
}
