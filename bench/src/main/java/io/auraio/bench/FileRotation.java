package io.auraio.bench;

/**
 * Which file of a job comes next. In each pass every file comes as often as it has blocks; then the next pass begins.
 *
 * <p>Not safe for use by several threads; allocates nothing after construction.
 */
final class FileRotation {
    private final FileService service;
    private final long[] blocks;
    private final long[] left;
    private long leftInPass;
    private int current;
    private int inARow;
    private long random;

    /** {@code blocks} are the blocks of each file, at least one in all. */
    FileRotation(FileService service, long[] blocks, long seed) {
        this.service = service;
        this.blocks = blocks;
        this.left = new long[blocks.length];
        this.random = seed;
        this.current = blocks.length - 1;
        this.inARow = service.blocks();
    }

    /** The index of the file that the next block is of. */
    int next() {
        if (leftInPass == 0) {
            beginPass();
        }
        if (left[current] == 0 || inARow == service.blocks() && service.order() != FileService.Order.SEQUENTIAL) {
            current = chosen();
            inARow = 0;
        }
        inARow++;
        left[current]--;
        leftInPass--;
        return current;
    }

    private int chosen() {
        int file = current + 1;
        if (service.order() == FileService.Order.RANDOM) {
            random += SplitMix.GAMMA;
            file = (int) Long.remainderUnsigned(SplitMix.mix(random), blocks.length);
        }
        file %= blocks.length;
        while (left[file] == 0) {
            file = file + 1 == blocks.length ? 0 : file + 1;
        }
        return file;
    }

    private void beginPass() {
        for (int i = 0; i < blocks.length; i++) {
            left[i] = blocks[i];
            leftInPass += blocks[i];
        }
        current = blocks.length - 1;
        inARow = service.blocks();
        if (service.order() == FileService.Order.SEQUENTIAL) {
            current = chosen();
        }
    }
}
