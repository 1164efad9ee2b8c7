package io.auraio.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a file that was there before must be, so that a job may work on it. */
final class ExistingFile {
    // The file type bits of st_mode, inode(7).
    private static final int S_IFMT = 0xF000;
    private static final int S_IFBLK = 0x6000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;

    private ExistingFile() {}

    /**
     * The bytes of the regular file or block device {@code path}.
     *
     * @throws Refusal if it is something else, may not be opened for what the job does, or is a device in use that the job would write to
     */
    static long sizeBytes(Path path, boolean writes) throws Refusal {
        try {
            // Looked at before it is opened: opening a FIFO would wait for its other end.
            int type = (int) Files.getAttribute(path, "unix:mode") & S_IFMT;
            if (type != S_IFBLK && type != S_IFREG) {
                throw Refusal.failure("filename=" + path + ": " + (type == S_IFDIR ? "a folder" : "neither a file nor a block device")
                        + "; name a file or a block device" + (type == S_IFDIR ? ", or use --directory" : ""));
            }
            if (type == S_IFBLK && writes) {
                MountedDevices.refuseIfInUse(path);
            }
            // FileChannel.size() asks a block device itself (BLKGETSIZE64); st_size is 0 there.
            try (FileChannel channel = FileChannel.open(path, writes ? StandardOpenOption.WRITE : StandardOpenOption.READ)) {
                return channel.size();
            }
        } catch (IOException e) {
            throw Refusal.failure("filename=" + path + ": cannot be opened for " + (writes ? "writing" : "reading") + " (" + JobFiles.reason(e)
                    + "); name a file that you may " + (writes ? "write" : "read"), e);
        }
    }
}
