package io.auraio.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventLoopKernelTest {
    private static final int SIZE = 1_000_000;
    private static final byte[] BYTES = Samples.bytes(SIZE);

    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = Program.start(Program.command(EventLoop.class, Samples.file(folder, "file", SIZE)));
    }

    private void ask(String questions) throws IOException {
        process.getOutputStream().write(questions.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    private static String answer(int offset) {
        byte[] block = Arrays.copyOfRange(BYTES, offset, Math.min(SIZE, offset + 4096));
        CRC32 checksum = new CRC32();
        checksum.update(block);
        return "%d: %d bytes, CRC-32 %08x".formatted(offset, block.length, checksum.getValue());
    }

    @Test
    void anAnswerComesBeforeTheNextQuestion() throws IOException, InterruptedException {
        BufferedReader answers = process.inputReader();
        for (int offset : new int[] {0, 4096, SIZE - 1}) {
            ask(offset + "\n");
            assertThat(answers.readLine()).isEqualTo(answer(offset));
        }
        ask(SIZE + "\nx\n");
        process.getOutputStream().close();
        assertThat(answers.lines()).containsExactlyInAnyOrder(SIZE + ": 0 bytes, CRC-32 00000000", "x: an offset is right, in bytes");
        assertThat(process.errorReader().lines()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void moreQuestionsThanThereIsRoomForAreAllAnswered() throws IOException {
        List<String> expected = new ArrayList<>();
        StringBuilder questions = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            int offset = i * 199 % SIZE;
            questions.append(offset).append('\n');
            expected.add(answer(offset));
        }
        Thread.startVirtualThread(() -> {
            try {
                ask(questions.substring(0, questions.length() - 1)); // the last one without an end of line
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(process.inputReader().lines()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
