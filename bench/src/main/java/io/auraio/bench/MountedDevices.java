package io.auraio.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a job from writing to a block device that holds a mounted file system or swap, itself or in a partition, or that another device is built on.
 *
 * <p>Sources: /proc/self/mountinfo and /proc/swaps, proc(5); /sys/dev/block, where a device's folder holds its partitions and its {@code holders}.
 */
final class MountedDevices {
    private static final int MOUNTINFO_DEVICE = 2;

    private MountedDevices() {}

    /** Refuses a device that is in use. */
    static void refuseIfInUse(Path device) throws Refusal, IOException {
        String number = DeviceNumber.of(device, "unix:rdev");
        Set<String> inUse = devicesInUse();
        for (String candidate : withPartitions(number)) {
            if (inUse.contains(candidate) || hasHolders(candidate)) {
                throw Refusal.failure("filename=" + device + ": this device or a part of it is mounted or in use; writing to it would destroy what is there"
                        + "; unmount it first, or name a file");
            }
        }
    }

    private static Set<String> devicesInUse() throws IOException {
        Set<String> numbers = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ");
            numbers.add(fields[MOUNTINFO_DEVICE]);
            // btrfs and others mount under a number of their own; what they are on follows the separator and the type.
            addDevice(numbers, line.substring(line.indexOf(" - ") + 3).split(" ")[1]);
        }
        Path swaps = Path.of("/proc/swaps");
        if (Files.isReadable(swaps)) {
            for (String line : Files.readAllLines(swaps)) {
                addDevice(numbers, line.split("\\s+")[0]);
            }
        }
        return numbers;
    }

    private static void addDevice(Set<String> numbers, String source) throws IOException {
        if (source.startsWith("/dev/") && Files.exists(Path.of(source))) {
            numbers.add(DeviceNumber.of(Path.of(source), "unix:rdev"));
        }
    }

    private static Set<String> withPartitions(String number) throws IOException {
        Set<String> numbers = new HashSet<>(Set.of(number));
        Path folder = folder(number);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, child -> Files.exists(child.resolve("partition")))) {
                for (Path child : children) {
                    numbers.add(Files.readString(child.resolve("dev")).strip());
                }
            }
        }
        return numbers;
    }

    private static boolean hasHolders(String number) throws IOException {
        Path holders = folder(number).resolve("holders");
        if (!Files.isDirectory(holders)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(holders)) {
            return entries.findAny().isPresent();
        }
    }

    private static Path folder(String number) {
        return Path.of("/sys/dev/block", number);
    }
}
