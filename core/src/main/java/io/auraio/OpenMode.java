package io.auraio;

import io.auraio.syscall.OpenFlags;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How a file was asked to be opened, as the flags of {@code open(2)}.
 *
 * @param bits the flags
 * @param permissions of a file that is created, before the process's umask
 */
record OpenMode(int bits, int permissions) {

    /** rw-rw-rw- less the process's umask, as the JDK's own channels create files. */
    static final int MODE_OF_NEW_FILES = 0666;

    /**
     * Translates the JDK's options. As in the JDK, no option at all means READ, and the options that create or truncate count only with WRITE.
     *
     * @throws IllegalArgumentException for options that contradict each other
     * @throws UnsupportedOperationException for an option that is not known
     */
    static OpenMode of(OpenOption... options) {
        return of(List.of(options));
    }

    /**
     * As {@link #of(OpenOption...)}, with what a new file is given.
     *
     * @throws UnsupportedOperationException also for an attribute that {@code open(2)} cannot set
     */
    static OpenMode of(Collection<? extends OpenOption> options, FileAttribute<?>... attributes) {
        boolean read = options.isEmpty();
        boolean write = false;
        boolean create = false;
        int bits = OpenFlags.O_CLOEXEC;
        for (OpenOption option : options) {
            if (isDirect(option)) {
                bits |= OpenFlags.O_DIRECT;
                continue;
            }
            if (option == LinkOption.NOFOLLOW_LINKS) {
                bits |= OpenFlags.O_NOFOLLOW;
                continue;
            }
            if (option == AuraOpenOption.SURVIVE_INTERRUPT) {
                // As every file does; it is channels that can do otherwise.
                continue;
            }
            if (!(option instanceof StandardOpenOption standard)) {
                throw new UnsupportedOperationException("option=" + option + "; StandardOpenOption and AuraOpenOption are right");
            }
            switch (standard) {
                case READ -> read = true;
                case WRITE -> write = true;
                case APPEND -> {
                    write = true;
                    bits |= OpenFlags.O_APPEND;
                }
                case CREATE -> create = true;
                case CREATE_NEW -> bits |= OpenFlags.O_CREAT | OpenFlags.O_EXCL;
                case TRUNCATE_EXISTING -> bits |= OpenFlags.O_TRUNC;
                case SYNC -> bits |= OpenFlags.O_SYNC;
                case DSYNC -> bits |= OpenFlags.O_DSYNC;
                case SPARSE -> {
                    // A hint for file systems that need one; Linux makes every new file sparse.
                }
                case DELETE_ON_CLOSE ->
                    throw new UnsupportedOperationException("option=" + option + "; files are deleted by their owner");
            }
        }
        if (create) {
            bits |= OpenFlags.O_CREAT;
        }
        if (!write) {
            bits &= ~(OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_TRUNC);
            // Only modifiers were given, such as DIRECT alone: reading is what is left.
            read = true;
        }
        return new OpenMode(bits | (write ? read ? OpenFlags.O_RDWR : OpenFlags.O_WRONLY : OpenFlags.O_RDONLY), permissions(attributes));
    }

    /**
     * Of a descriptor that somebody else opened.
     *
     * @param flags as {@code fcntl(2)} tells them
     * @param type what it is of: what is no file has no O_DIRECT, and the bit another meaning, such as a pipe's packets
     */
    static OpenMode ofOpen(int flags, FileType type) {
        boolean file = type == FileType.REGULAR || type == FileType.BLOCK_DEVICE;
        return new OpenMode(file ? flags : flags & ~OpenFlags.O_DIRECT, 0);
    }

    private static int permissions(FileAttribute<?>... attributes) {
        int permissions = MODE_OF_NEW_FILES;
        for (FileAttribute<?> attribute : attributes) {
            if (!attribute.name().equals("posix:permissions") || !(attribute.value() instanceof Set<?> set)) {
                throw new UnsupportedOperationException("attribute=" + attribute.name() + "; posix:permissions is what open(2) can set");
            }
            permissions = 0;
            for (PosixFilePermission permission : PosixFilePermission.values()) {
                // In the order of the bits, from the owner's reading (0400) to the others' executing (0001).
                permissions = permissions << 1 | (set.contains(permission) ? 1 : 0);
            }
        }
        return permissions;
    }

    /** The JDK's own DIRECT is in a module that this one does not require; it is known by its name. */
    private static boolean isDirect(OpenOption option) {
        return option == AuraOpenOption.DIRECT
                || option instanceof Enum<?> constant
                        && constant.name().equals("DIRECT")
                        && constant.getDeclaringClass().getName().equals("com.sun.nio.file.ExtendedOpenOption");
    }

    boolean reads() {
        return (bits & (OpenFlags.O_WRONLY | OpenFlags.O_RDWR)) != OpenFlags.O_WRONLY;
    }

    boolean writes() {
        return (bits & (OpenFlags.O_WRONLY | OpenFlags.O_RDWR)) != OpenFlags.O_RDONLY;
    }

    /** Whether each write goes to the end of the file, whatever its offset. */
    boolean appends() {
        return (bits & OpenFlags.O_APPEND) != 0;
    }

    boolean direct() {
        return (bits & OpenFlags.O_DIRECT) != 0;
    }

    @Override
    public String toString() {
        String access = reads() ? writes() ? "O_RDWR" : "O_RDONLY" : "O_WRONLY";
        return access
                + ((bits & OpenFlags.O_CREAT) != 0 ? "|O_CREAT" : "")
                + ((bits & OpenFlags.O_EXCL) != 0 ? "|O_EXCL" : "")
                + ((bits & OpenFlags.O_TRUNC) != 0 ? "|O_TRUNC" : "")
                + (appends() ? "|O_APPEND" : "")
                + (direct() ? "|O_DIRECT" : "");
    }
}
