package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The other end of the pipe of a {@link ModelEngine}: numbers, of which each is read once, and none is lost with a read that was cancelled. */
final class ModelPipe implements AutoCloseable {

    private final FileChannel end;
    private final Set<Long> inside = new LinkedHashSet<>();
    private long last;

    ModelPipe(Path path) throws IOException {
        // Both ways: opening does not wait for the other end.
        end = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Writes a number: what one read takes. */
    void feed() {
        inside.add(++last);
        try {
            end.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(last).flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all that is in it. */
    List<Long> empty() {
        // Up to the number written here, and not further: that would wait for ever.
        feed();
        List<Long> numbers = new ArrayList<>();
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try {
            do {
                assertThat(end.read(number.clear())).isEqualTo(Long.BYTES);
                numbers.add(number.getLong(0));
            } while (numbers.getLast() != last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }

    /** A read brought it. */
    void taken(MemorySegment memory) {
        taken(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    private void taken(long number) {
        assertThat(inside.remove(number)).as("number %d, read from the pipe, was in it", number).isTrue();
    }

    /** With nobody reading any more: what was not read is still there. */
    void checkRest() {
        empty().forEach(this::taken);
        assertThat(inside).as("numbers that nobody read and that are not in the pipe").isEmpty();
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
