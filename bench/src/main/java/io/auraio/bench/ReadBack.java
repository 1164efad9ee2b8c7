package io.auraio.bench;

import java.util.List;

/**
 * The blocks that a job has written, in the order in which it wrote them: its plan once more, without the reads. So nothing has to be kept of
 * what was written.
 *
 * <p>Not safe for use by several threads; allocates nothing after construction.
 */
final class ReadBack {
    private final IoPlan plan;

    ReadBack(JobSpec spec, List<JobFile> files) {
        plan = new IoPlan(spec, files);
    }

    /** Goes on to the next write that has not been read back; there must be one. */
    void seek() {
        while (plan.direction() == Direction.READ) {
            plan.advance();
        }
    }

    int file() {
        return plan.file();
    }

    long offset() {
        return plan.offset();
    }

    /** The block was read. */
    void advance() {
        plan.advance();
    }
}
