package io.auraio.channels;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Another JVM, to which the locks of this one mean something. */
final class OtherProcess {

    private OtherProcess() {}

    /** Whether another process gets the file's lock at once. */
    static boolean canLock(Path path) throws IOException, InterruptedException {
        int exit = start("try", path).waitFor();
        if (exit > 1) {
            throw new AssertionError("the other process ended with " + exit);
        }
        return exit == 0;
    }

    /** Takes the file's lock in another process; {@link Holder#close} ends it. */
    static Holder holdLock(Path path) throws IOException {
        Process process = start("hold", path);
        if (process.getInputStream().read() != 'L') {
            process.destroyForcibly();
            throw new AssertionError("the other process did not get the lock of " + path);
        }
        return new Holder(process);
    }

    /** Where this class lies, which is all that the other JVM needs. Not its code source: that is the module's, without its tests. */
    private static String classPath() {
        Path classFile = Path.of(URI.create(OtherProcess.class.getResource("OtherProcess.class").toString()));
        return classFile.resolve("../../../..").normalize().toString();
    }

    private static Process start(String what, Path path) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(java, "-cp", classPath(), OtherProcess.class.getName(), what, path.toAbsolutePath().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The process that holds the lock. */
    record Holder(Process process) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }

    public static void main(String[] args) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(args[1]), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (args[0].equals("hold") && lock != null) {
                System.out.write('L');
                System.out.flush();
                // Until the one that asked goes.
                System.in.read();
            }
            System.exit(lock == null ? 1 : 0);
        }
    }
}
