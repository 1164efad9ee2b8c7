package io.auraio.adaptive.simulation;

import java.util.Arrays;

/** A binary heap of moments, each with an operation that completes then. Primitive, since a run pops millions of them. */
final class EventQueue {

    private long[] times = new long[1024];
    private int[] operations = new int[1024];
    private int size;

    /** The earliest moment; {@link Long#MAX_VALUE} where there is none. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    void add(long time, int operation) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            operations = Arrays.copyOf(operations, size * 2);
        }
        int hole = size++;
        while (hole > 0 && times[(hole - 1) / 2] > time) {
            int parent = (hole - 1) / 2;
            times[hole] = times[parent];
            operations[hole] = operations[parent];
            hole = parent;
        }
        times[hole] = time;
        operations[hole] = operation;
    }

    /** Removes the earliest and returns its operation. */
    int poll() {
        int first = operations[0];
        long time = times[--size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[hole] = times[child];
            operations[hole] = operations[child];
            hole = child;
        }
        times[hole] = time;
        operations[hole] = operations[size];
        return first;
    }
}
