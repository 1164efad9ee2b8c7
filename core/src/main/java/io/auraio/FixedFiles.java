package io.auraio;

import io.auraio.syscall.Errno;
import io.auraio.syscall.SyscallException;
import java.util.concurrent.CompletableFuture;

/**
 * Files registered with all of an engine's rings, in the same place of each ring's table: all rings have a file, or none.
 *
 * <p>Any thread. As in {@link FixedBuffers}, a place changes only once no request of the ring uses it.
 */
final class FixedFiles {

    private static final String UPDATE = "IORING_REGISTER_FILES_UPDATE";

    private final Ring[] rings;
    private final Places places = new Places(RingTables.FILES);

    /** How putting a file ended: without a failure; or with one, and with the place as it was before, or empty. */
    record Outcome(Exception failure, boolean restored) {}

    FixedFiles(Ring[] rings) {
        this.rings = rings;
    }

    /**
     * A free place, empty on every ring.
     *
     * @throws SyscallException where there is none
     */
    int claim(AsyncFile file) throws SyscallException {
        int place = places.claim();
        if (place < 0) {
            throw new SyscallException("io_uring_register", UPDATE + ", path=" + file.path(), Errno.ENOSPC,
                    "all " + RingTables.FILES + " places for registered files are taken");
        }
        return place;
    }

    /** Gives back a place into which nothing was put. */
    void release(int place) {
        places.release(place);
    }

    /**
     * Puts a file into a place. Nobody may use the place from now on, and both files must stay open.
     *
     * @param old what is there; null where nothing is, then a failure gives the place back
     */
    CompletableFuture<Outcome> put(int place, AsyncFile file, AsyncFile old) {
        return OnEveryRing.run(rings, ring -> ring.usesFile(place) ? OnEveryRing.NOT_YET : ring.tables().putFile(place, file.fd()))
                .thenCompose(answers -> {
                    if (answers.areGood()) {
                        return CompletableFuture.completedFuture(new Outcome(null, false));
                    }
                    Exception failure = answers.errno() == 0 ? new IllegalStateException("the engine is closed") : refused(file, -answers.errno());
                    return restore(place, old).thenApply(restored -> new Outcome(failure, restored));
                });
    }

    private CompletableFuture<Boolean> restore(int place, AsyncFile old) {
        if (old == null) {
            return clear(place).thenApply(done -> false);
        }
        return OnEveryRing.run(rings, ring -> ring.tables().putFile(place, old.fd()))
                .thenCompose(answers -> answers.areGood() ? CompletableFuture.completedFuture(true) : clear(place).thenApply(done -> false));
    }

    /** Empties a place on every ring, as soon as none of the ring's requests uses it, and gives it back. */
    CompletableFuture<Void> clear(int place) {
        return OnEveryRing.run(rings, ring -> ring.usesFile(place) ? OnEveryRing.NOT_YET : ring.tables().clearFile(place)).thenAccept(answers -> {
            // Otherwise it is never given out again: a ring may have the file in it still.
            if (answers.leaveNothing()) {
                places.release(place);
            }
        });
    }

    /** How many places are taken. */
    int count() {
        return places.takenCount();
    }

    private static SyscallException refused(AsyncFile file, int errno) {
        String hint = switch (errno) {
            case Errno.EMFILE -> "a table of " + RingTables.FILES + " files does not fit into RLIMIT_NOFILE: raise it (ulimit -n)";
            case Errno.EINVAL -> "this kernel (" + System.getProperty("os.version") + ") has no sparse tables of files, which came with Linux 5.19";
            default -> "";
        };
        return new SyscallException("io_uring_register", UPDATE + ", path=" + file.path(), errno, hint);
    }
}
