package io.auraio.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a job does, operation by operation: which file, which direction, which offset. The same plan from the same job, so that a second one
 * replays the first.
 *
 * <p>Not safe for use by several threads; allocates nothing after construction.
 */
final class IoPlan {
    private final IoPattern pattern;
    private final int readPercent;
    private final int blockBytes;
    private final List<JobFile> files;
    private final FileRotation rotation;

    // By file. Random directions visit the blocks together; of a file in order each direction has a place of its own, as in fio.
    private final BlockOrder[] reads;
    private final BlockOrder[] writes;
    private final long blocksInAll;
    private long random;

    private int file;
    private Direction direction;
    private long offset;

    /** {@code files} are those of the job. */
    IoPlan(JobSpec spec, List<JobFile> files) {
        pattern = spec.pattern();
        readPercent = spec.readPercent();
        blockBytes = spec.blockBytes();
        this.files = files;
        // Jobs of one numjobs would otherwise all go the same way.
        long seed = SplitMix.mix(spec.region().seed() + spec.cloneIndex() * SplitMix.GAMMA);
        random = seed;
        reads = new BlockOrder[files.size()];
        writes = new BlockOrder[files.size()];
        long[] blocks = new long[files.size()];
        long sum = 0;
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = files.get(i).sizeBytes() / blockBytes;
            sum += blocks[i];
            reads[i] = BlockOrder.of(pattern, spec.region().randomMap(), blocks[i], seed + i);
            writes[i] = pattern.random() ? reads[i] : BlockOrder.of(pattern, true, blocks[i], seed + i);
        }
        blocksInAll = sum;
        rotation = new FileRotation(spec.files().service(), blocks, seed);
        advance();
    }

    /**
     * How many operations make up one loop of the job: as many as the files have blocks, unless something else is said.
     *
     * @param ioSize how much to move; empty: what the files have
     * @param most at most so much of what the files have; empty: all of it
     */
    long operationsPerLoop(Optional<Amount> ioSize, Optional<Amount> most) {
        long bytes = files.stream().mapToLong(JobFile::sizeBytes).sum();
        if (ioSize.isPresent()) {
            return Math.max(1, ioSize.get().of(bytes) / blockBytes);
        }
        return most.map(limit -> Math.max(1, Math.min(blocksInAll, limit.of(bytes) / blockBytes))).orElse(blocksInAll);
    }

    /** The index of the file of the next operation. */
    int file() {
        return file;
    }

    Direction direction() {
        return direction;
    }

    /** Where in the file. */
    long offset() {
        return offset;
    }

    /** The next operation is done with: on to the one after it. */
    void advance() {
        file = rotation.next();
        direction = nextDirection();
        BlockOrder order = direction == Direction.READ ? reads[file] : writes[file];
        offset = files.get(file).offset() + order.next() * blockBytes;
    }

    private Direction nextDirection() {
        if (!pattern.writes()) {
            return Direction.READ;
        }
        if (!pattern.reads()) {
            return Direction.WRITE;
        }
        random += SplitMix.GAMMA;
        return Math.unsignedMultiplyHigh(SplitMix.mix(random), 100) < readPercent ? Direction.READ : Direction.WRITE;
    }
}
