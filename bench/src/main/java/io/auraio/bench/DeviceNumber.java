package io.auraio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A device's number as the kernel writes it, major:minor. */
final class DeviceNumber {
    private DeviceNumber() {}

    /** Out of st_rdev or st_dev: makedev(3). */
    static String of(Path file, String attribute) throws IOException {
        long number = ((Number) Files.getAttribute(file, attribute)).longValue();
        long major = (number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL);
        long minor = (number & 0xff) | (number >>> 12 & ~0xffL);
        return major + ":" + (minor & 0xffffffffL);
    }
}
