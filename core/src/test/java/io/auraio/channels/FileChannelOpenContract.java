package io.auraio.channels;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link FileChannel#open} says of options and attributes. */
interface FileChannelOpenContract extends FileChannelContract {

    @Test
    default void noOptionMeansReading() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(3))) {
            ByteBuffer buffer = ByteBuffer.allocate(3);
            assertThat(channel.read(buffer)).isEqualTo(3);
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    default void writingAloneCannotRead() throws IOException {
        try (FileChannel channel = open(ChannelFiles.file(3), WRITE)) {
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(NonReadableChannelException.class);
        }
    }

    @Test
    default void directoryIsOpenedToBeForced() throws IOException {
        Path folder = Files.createTempDirectory(ChannelFiles.FOLDER, "folder");
        Files.createFile(folder.resolve("file"));
        try (FileChannel channel = open(folder, READ)) {
            channel.force(true);
            channel.force(false);
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class).hasMessageContaining("Is a directory");
            assertThatThrownBy(() -> channel.read(ByteBuffer.allocateDirect(1), 0)).isInstanceOf(IOException.class).hasMessageContaining("Is a directory");
            assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
            assertThat(channel.isOpen()).isTrue();
        }
        assertThatThrownBy(() -> open(folder, WRITE)).isInstanceOf(IOException.class).hasMessageContaining("Is a directory");
        assertThatThrownBy(() -> open(folder, READ, WRITE, CREATE)).isInstanceOf(IOException.class).hasMessageContaining("Is a directory");
        Files.delete(folder.resolve("file"));
        open(folder, READ, DELETE_ON_CLOSE).close();
        assertThat(folder).as("what is deleted are files").isEmptyDirectory();
    }

    @Test
    default void missingFileIsNamed() throws IOException {
        Path path = ChannelFiles.noFile();
        assertThatThrownBy(() -> open(path, READ)).isInstanceOf(NoSuchFileException.class).hasMessage(path.toString());
        assertThatThrownBy(() -> open(path, WRITE)).isInstanceOf(NoSuchFileException.class).hasMessage(path.toString());
    }

    @Test
    default void createMakesAFileOnlyToWrite() throws IOException {
        Path path = ChannelFiles.noFile();
        assertThatThrownBy(() -> open(path, READ, CREATE)).isInstanceOf(NoSuchFileException.class);
        open(path, WRITE, CREATE).close();
        assertThat(path).isEmptyFile();
        open(path, WRITE, CREATE).close();
    }

    @Test
    default void createNewRefusesWhatIsThere() throws IOException {
        Path path = ChannelFiles.noFile();
        open(path, WRITE, CREATE_NEW).close();
        assertThatThrownBy(() -> open(path, WRITE, CREATE_NEW)).isInstanceOf(FileAlreadyExistsException.class).hasMessage(path.toString());
    }

    @Test
    default void truncateExistingCutsOnlyToWrite() throws IOException {
        Path path = ChannelFiles.file(10);
        open(path, READ, TRUNCATE_EXISTING).close();
        assertThat(path).hasSize(10);
        open(path, WRITE, TRUNCATE_EXISTING).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    default void appendImpliesWritingAndGoesWithNeitherReadingNorTruncating() throws IOException {
        Path path = ChannelFiles.file(3);
        try (FileChannel channel = open(path, APPEND)) {
            channel.write(ChannelFiles.piece(3, 2));
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(5));
        assertThatThrownBy(() -> open(path, READ, APPEND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open(path, APPEND, TRUNCATE_EXISTING)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void deleteOnCloseLeavesNoFile() throws IOException {
        Path path = ChannelFiles.noFile();
        try (FileChannel channel = open(path, READ, WRITE, CREATE_NEW, DELETE_ON_CLOSE)) {
            channel.write(ChannelFiles.piece(0, 100));
            ByteBuffer buffer = ByteBuffer.allocate(100);
            channel.read(buffer, 0);
            assertThat(ChannelFiles.taken(buffer)).isEqualTo(ChannelFiles.bytes(100));
        }
        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPARSE", "SYNC", "DSYNC"})
    default void hintsAndSynchronousWritesAreTaken(StandardOpenOption option) throws IOException {
        Path path = ChannelFiles.noFile();
        try (FileChannel channel = open(path, WRITE, CREATE_NEW, option)) {
            channel.write(ChannelFiles.piece(0, 10));
        }
        assertThat(path).hasBinaryContent(ChannelFiles.bytes(10));
    }

    @Test
    default void symbolicLinkIsFollowedUnlessToldOtherwise() throws IOException {
        Path link = Files.createSymbolicLink(ChannelFiles.noFile().toAbsolutePath(), ChannelFiles.file(4).toAbsolutePath());
        try (FileChannel channel = open(link, READ)) {
            assertThat(channel.size()).isEqualTo(4);
        }
        assertThatThrownBy(() -> open(link, READ, LinkOption.NOFOLLOW_LINKS)).isInstanceOf(IOException.class);
    }

    @Test
    default void permissionsAreGivenToANewFile() throws IOException {
        Path path = ChannelFiles.noFile();
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        open(path, Set.of(WRITE, CREATE_NEW), ownerOnly).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    }

    @Test
    default void attributesThatCannotBeSetAtCreationAreRefused() throws IOException {
        Path path = ChannelFiles.noFile();
        FileAttribute<String> unknown = new FileAttribute<>() {
            @Override
            public String name() {
                return "user:colour";
            }

            @Override
            public String value() {
                return "blue";
            }
        };
        assertThatThrownBy(() -> open(path, Set.of(WRITE, CREATE_NEW), unknown)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(path).doesNotExist();
    }

    @Test
    default void unknownAndMissingOptionsAreRefused() throws IOException {
        Path path = ChannelFiles.file(1);
        OpenOption unknown = new OpenOption() {};
        assertThatThrownBy(() -> open(path, READ, unknown)).isInstanceOf(UnsupportedOperationException.class);
        Set<OpenOption> withNull = new HashSet<>(Arrays.asList(READ, null));
        assertThatThrownBy(() -> open(path, withNull)).isInstanceOf(NullPointerException.class);
    }
}
