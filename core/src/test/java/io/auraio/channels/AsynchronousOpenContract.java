package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link AsynchronousFileChannel#open} says of options and attributes. */
interface AsynchronousOpenContract extends AsynchronousFileChannelContract {

    @Test
    default void noOptionMeansReading() throws Exception {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(3))) {
            assertThat(AsynchronousFileChannelContract.read(channel, ByteBuffer.allocate(3), 0)).isEqualTo(3);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), 0)).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), 0, "", new Handler<>())).isInstanceOf(NonWritableChannelException.class);
            assertThatThrownBy(() -> channel.truncate(1)).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    default void writingAloneCannotRead() throws IOException {
        try (AsynchronousFileChannel channel = open(ChannelFiles.file(3), WRITE)) {
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0)).isInstanceOf(NonReadableChannelException.class);
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0, "", new Handler<>())).isInstanceOf(NonReadableChannelException.class);
        }
    }

    @Test
    default void filesAreFoundMadeCutAndRefused() throws IOException {
        Path path = ChannelFiles.noFile();
        assertThatThrownBy(() -> open(path, READ)).isInstanceOf(NoSuchFileException.class).hasMessage(path.toString());
        open(path, WRITE, CREATE).close();
        assertThatThrownBy(() -> open(path, WRITE, CREATE_NEW)).isInstanceOf(FileAlreadyExistsException.class);
        Files.write(path, ChannelFiles.bytes(10));
        open(path, WRITE, CREATE, SPARSE, SYNC, DSYNC).close();
        assertThat(path).hasSize(10);
        open(path, WRITE, TRUNCATE_EXISTING).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    default void appendingIsRefusedSinceEveryWriteNamesItsPosition() throws IOException {
        Path path = ChannelFiles.file(3);
        assertThatThrownBy(() -> open(path, WRITE, APPEND)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    default void deleteOnCloseLeavesNoFile() throws Exception {
        Path path = ChannelFiles.noFile();
        try (AsynchronousFileChannel channel = open(path, READ, WRITE, CREATE_NEW, DELETE_ON_CLOSE)) {
            assertThat(AsynchronousFileChannelContract.write(channel, ChannelFiles.piece(0, 100), 0)).isEqualTo(100);
            assertThat(AsynchronousFileChannelContract.read(channel, ByteBuffer.allocate(200), 0)).isEqualTo(100);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    default void permissionsAreGivenToANewFile() throws IOException {
        Path path = ChannelFiles.noFile();
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        open(path, Set.of(WRITE, CREATE_NEW), null, ownerOnly).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    }

    @Test
    default void unknownOptionsAreRefused() throws IOException {
        Path path = ChannelFiles.file(1);
        assertThatThrownBy(() -> open(path, READ, new OpenOption() {})).isInstanceOf(UnsupportedOperationException.class);
    }
}
