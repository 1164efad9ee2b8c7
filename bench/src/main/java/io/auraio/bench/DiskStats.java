package io.auraio.bench;

import io.auraio.bench.report.DiskUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A look at the disks under some files, to be compared with a later one. Files on what is no disk (tmpfs, overlayfs, NFS) are left out.
 *
 * <p>Sources: /proc/diskstats, proc_diskstats(5) and Documentation/admin-guide/iostats.rst of the kernel; /sys/dev/block.
 */
final class DiskStats {
    private static final Path DISKSTATS = Path.of("/proc/diskstats");

    // Positions in a line of /proc/diskstats; the device's numbers are at 0 and 1.
    private static final int NAME = 2;
    private static final int READS = 3;
    private static final int READ_MERGES = 4;
    private static final int READ_MILLIS = 6;
    private static final int WRITES = 7;
    private static final int WRITE_MERGES = 8;
    private static final int WRITE_MILLIS = 10;
    private static final int BUSY_MILLIS = 12;
    private static final int QUEUE_MILLIS = 13;

    private final Collection<Path> files;
    private final Map<String, String[]> disks;
    private final long nanos = System.nanoTime();

    private DiskStats(Collection<Path> files) {
        this.files = files;
        disks = read(files);
    }

    /** Looks at the disks of these files. */
    static DiskStats of(Collection<Path> files) {
        return new DiskStats(List.copyOf(files));
    }

    /** What the disks did since this look, those of the same files. */
    List<DiskUse> untilNow() {
        DiskStats now = new DiskStats(files);
        List<DiskUse> uses = new ArrayList<>();
        now.disks.forEach((device, after) -> {
            String[] before = disks.get(device);
            if (before != null) {
                uses.add(new DiskUse(after[NAME], since(before, after, READS), since(before, after, WRITES), since(before, after, READ_MERGES),
                        since(before, after, WRITE_MERGES), since(before, after, READ_MILLIS), since(before, after, WRITE_MILLIS),
                        since(before, after, QUEUE_MILLIS), since(before, after, BUSY_MILLIS), (now.nanos - nanos) / 1_000_000));
            }
        });
        return uses;
    }

    private static long since(String[] before, String[] after, int field) {
        return Long.parseLong(after[field]) - Long.parseLong(before[field]);
    }

    private static Map<String, String[]> read(Collection<Path> files) {
        Map<String, String[]> found = new TreeMap<>();
        try {
            List<String> devices = new ArrayList<>();
            for (Path file : files) {
                devices.add(wholeDisk(file));
            }
            for (String line : Files.readAllLines(DISKSTATS)) {
                String[] fields = line.strip().split("\\s+");
                String device = fields[0] + ":" + fields[1];
                if (devices.contains(device)) {
                    found.put(device, fields);
                }
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            // What the disks did is an extra; a container that hides it must not keep a job from its report.
            return Map.of();
        }
        return found;
    }

    /** The number, major:minor, of the disk that a file is on, or of the one that a partition is of. */
    private static String wholeDisk(Path file) throws IOException {
        boolean device = !Files.isRegularFile(file) && !Files.isDirectory(file);
        String number = DeviceNumber.of(file, device ? "unix:rdev" : "unix:dev");
        Path folder = Path.of("/sys/dev/block", number);
        return Files.exists(folder.resolve("partition")) ? Files.readString(folder.toRealPath().getParent().resolve("dev")).strip() : number;
    }
}
