package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auraio.Engine;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
    private final List<String> notes = new ArrayList<>();
    private final StopSignal stop = new StopSignal();
    private final MadeFiles made = new MadeFiles();

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("job"));
    }

    private JobFile prepare(String... options) throws Refusal {
        JobSpec spec = Specs.job(Stream.of(options).map(option -> "--" + option).toArray(String[]::new));
        try (Engine engine = JobEngine.open(spec)) {
            return new JobFiles(engine, made, stop, notes::add).prepare(spec).getFirst();
        }
    }

    private void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(Refusal.class)
                .hasMessage(message)
                .extracting(e -> ((Refusal) e).exitStatus()).isEqualTo(1);
        assertThat(folder).as("nothing is left behind once the run is over").satisfies(_ -> {
            made.close();
            assertThat(filesInFolder()).isEmpty();
        });
    }

    private List<Path> filesInFolder() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    @Test
    void theFileIsMadeWholeAndEveryBlockCarriesItsOffset() throws Exception {
        JobFile file = prepare("size=3m", "bs=5000", "direct=0", "directory=" + folder);
        assertThat(file.path().getParent()).isEqualTo(folder);
        assertThat(file.sizeBytes()).isEqualTo(3 << 20);
        assertThat(file.direct()).isFalse();
        byte[] content = Files.readAllBytes(file.path());
        assertThat(content).hasSize(3 << 20);
        assertThat(BlockContent.firstWrongOffset(MemorySegment.ofArray(content), 0)).isEqualTo(-1);
        assertThat(notes).singleElement().asString().startsWith("bffio: laying out " + file.path()).endsWith(", 3072KiB)");
    }

    @Test
    void aSizeThatIsNoWholePageIsMadeToTheByte() throws Exception {
        JobFile file = prepare("size=1000001", "directory=" + folder);
        byte[] content = Files.readAllBytes(file.path());
        assertThat(content).hasSize(1_000_001);
        assertThat(BlockContent.firstWrongOffset(MemorySegment.ofArray(content), 0)).isEqualTo(-1);
    }

    @Test
    void whatWasMadeIsRemoved() throws Exception {
        JobFile file = prepare("size=1m", "directory=" + folder);
        assertThat(file.path()).exists();
        made.close();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void nothingIsMadeOnceTheRunIsBeingStopped() {
        stop.raise();
        made.close();
        assertRefused(() -> prepare("size=1m", "directory=" + folder), "stopped before its file was made; nothing was measured");
    }

    @Test
    void fillingAFileEndsWithTheStopSignal() {
        stop.raise();
        assertRefused(() -> prepare("size=1g", "directory=" + folder), "stopped before its file was made; nothing was measured");
    }

    @Test
    void aMissingFileIsMadeWhereTheSizeIsKnown() throws Exception {
        Path wanted = folder.resolve("wanted");
        JobFile file = prepare("size=1m", "filename=" + wanted);
        assertThat(file.path()).isEqualTo(wanted).hasSize(1 << 20);
        made.close();
        assertThat(wanted).doesNotExist();
    }

    @Test
    void aRelativeFileNameIsInsideTheDirectory() throws Exception {
        assertThat(prepare("size=1m", "filename=inside", "directory=" + folder).path()).isEqualTo(folder.resolve("inside"));
    }

    @Test
    void aFileThatIsThereIsUsedAsItIsAndStays() throws Exception {
        Path path = temporary.resolve("mine");
        byte[] content = new byte[10_000];
        content[5] = 7;
        Files.write(path, content);
        JobFile file = prepare("filename=" + path);
        assertThat(file.path()).isEqualTo(path);
        assertThat(file.sizeBytes()).isEqualTo(10_000);
        made.close();
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
        assertThat(notes).isEmpty();
    }

    @Test
    void writingToAFileThatIsThereIsSaid() throws Exception {
        Path path = Files.write(temporary.resolve("mine"), new byte[8192]);
        prepare("filename=" + path, "rw=randwrite", "size=4k", "direct=0");
        assertThat(notes).containsExactly("bffio: writing to " + path + ", which was there before: its first 4096B are overwritten");
        assertThat(path).hasSize(8192);
    }

    @Test
    void aMissingFileIsRefused() {
        Path path = folder.resolve("nope");
        assertRefused(() -> prepare("filename=" + path), "filename=" + path + ": no such file; name one that is there, or add --size and bffio makes it");
    }

    @Test
    void aMissingFolderIsRefused() {
        Path path = folder.resolve("nope");
        assertRefused(() -> prepare("directory=" + path), "directory=" + path + ": no such folder: " + path + "; name a folder that is there");
    }

    @Test
    void aFileWhereAFolderShouldBeIsRefused() throws IOException {
        Path path = Files.createFile(temporary.resolve("file"));
        assertRefused(() -> prepare("directory=" + path), "directory=" + path + ": " + path + " is not a folder; name a folder that is there");
    }

    @Test
    void aFolderThatIsNotWritableIsRefused() {
        // sysfs takes no files, not from root either.
        assertRefused(() -> prepare("directory=/sys", "size=4k"),
                "directory=/sys: cannot make a file in /sys (Permission denied); name a folder that you may write to");
    }

    @Test
    void aFileThatCannotBeMadeIsRefused() {
        assertRefused(() -> prepare("filename=/sys/x", "size=4k"),
                "filename=/sys/x: cannot make a file in /sys (Permission denied); name a folder that you may write to");
    }

    @Test
    void aFileThatIsNotReadableIsRefused() {
        // sysfs refuses reads of a write-only attribute, to root as well.
        Path path = Path.of("/sys/bus/cpu/drivers_probe");
        assumeTrue(Files.exists(path), "no " + path + " here");
        assertRefused(() -> prepare("filename=" + path),
                "filename=" + path + ": cannot be opened for reading (Permission denied); name a file that you may read");
    }

    @Test
    void aFolderAsAFileIsRefused() {
        assertRefused(() -> prepare("filename=" + folder), "filename=" + folder + ": a folder; name a file or a block device, or use --directory");
    }

    @Test
    void aCharacterDeviceIsRefused() {
        assertRefused(() -> prepare("filename=/dev/zero"), "filename=/dev/zero: neither a file nor a block device; name a file or a block device");
    }

    @Test
    void aFileShorterThanOneBlockIsRefused() throws IOException {
        Path path = Files.write(temporary.resolve("short"), new byte[4095]);
        assertRefused(() -> prepare("filename=" + path),
                "filename=" + path + ": 4095 bytes, shorter than one block; use a longer file or a smaller --bs than 4096");
    }

    @Test
    void aSizeBeyondTheEndOfTheFileIsRefused() throws IOException {
        Path path = Files.write(temporary.resolve("small"), new byte[8192]);
        assertRefused(() -> prepare("filename=" + path, "size=8193"),
                "size=8193: more than the 8192 bytes of " + path + "; give a --size up to that, or name a file that is not there yet");
    }

    @Test
    void aDiskTooFullIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> prepare("size=1000t", "directory=" + folder))
                .hasMessageStartingWith("size=1099511627776000: " + folder + " has only ")
                .hasMessageEndingWith(" free; give a smaller --size or another --directory");
    }

    @Test
    void aDeviceThatIsMountedIsNotWrittenTo() throws IOException {
        Path device = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> Path.of(line.split(" ")[0]))
                .filter(source -> source.startsWith("/dev") && Files.exists(source))
                .findAny().orElse(null);
        assumeTrue(device != null, "no mounted block device here");
        assertRefused(() -> prepare("filename=" + device, "rw=write"), "filename=" + device
                + ": this device or a part of it is mounted or in use; writing to it would destroy what is there; unmount it first, or name a file");
    }
}
