package io.auraio;

import io.auraio.syscall.Statx;

/** What kind of file a path or a descriptor names: the type in {@code st_mode}, see {@code inode(7)}. */
public enum FileType {
    /** An ordinary file. */
    REGULAR,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link, asked about without following it. */
    SYMBOLIC_LINK,
    /** A disk or a part of one. */
    BLOCK_DEVICE,
    /** Another device, such as a terminal. */
    CHARACTER_DEVICE,
    /** A pipe, with or without a name. */
    PIPE,
    /** A socket. */
    SOCKET,
    /** Something that has no type of its own, such as an eventfd. */
    OTHER;

    static FileType of(int mode) {
        return switch (mode & Statx.S_IFMT) {
            case Statx.S_IFREG -> REGULAR;
            case Statx.S_IFDIR -> DIRECTORY;
            case Statx.S_IFLNK -> SYMBOLIC_LINK;
            case Statx.S_IFBLK -> BLOCK_DEVICE;
            case Statx.S_IFCHR -> CHARACTER_DEVICE;
            case Statx.S_IFIFO -> PIPE;
            case Statx.S_IFSOCK -> SOCKET;
            default -> OTHER;
        };
    }
}
