package io.auraio;

import io.auraio.syscall.OpenFlags;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;

/**
 * How a file was asked to be opened, as the flags of {@code open(2)}.
 *
 * @param bits the flags
 */
record OpenMode(int bits) {

    /** rw-rw-rw- less the process's umask, as the JDK's own channels create files. */
    static final int MODE_OF_NEW_FILES = 0666;

    /**
     * Translates the JDK's options. As in the JDK, no option at all means READ, and the options that create or truncate count only with WRITE.
     *
     * @throws IllegalArgumentException for options that contradict each other
     * @throws UnsupportedOperationException for an option that is not known
     */
    static OpenMode of(OpenOption... options) {
        boolean read = options.length == 0;
        boolean write = false;
        boolean create = false;
        int bits = OpenFlags.O_CLOEXEC;
        for (OpenOption option : options) {
            if (isDirect(option)) {
                bits |= OpenFlags.O_DIRECT;
                continue;
            }
            if (!(option instanceof StandardOpenOption standard)) {
                throw new UnsupportedOperationException("option=" + option + "; StandardOpenOption and AuraOpenOption are right");
            }
            switch (standard) {
                case READ -> read = true;
                case WRITE -> write = true;
                case CREATE -> create = true;
                case CREATE_NEW -> bits |= OpenFlags.O_CREAT | OpenFlags.O_EXCL;
                case TRUNCATE_EXISTING -> bits |= OpenFlags.O_TRUNC;
                case SYNC -> bits |= OpenFlags.O_SYNC;
                case DSYNC -> bits |= OpenFlags.O_DSYNC;
                case SPARSE -> {
                    // A hint for file systems that need one; Linux makes every new file sparse.
                }
                case APPEND, DELETE_ON_CLOSE ->
                    throw new UnsupportedOperationException("option=" + option + "; requests carry their own offsets, and files are deleted by their owner");
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
        return new OpenMode(bits | (write ? read ? OpenFlags.O_RDWR : OpenFlags.O_WRONLY : OpenFlags.O_RDONLY));
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
                + (direct() ? "|O_DIRECT" : "");
    }
}
