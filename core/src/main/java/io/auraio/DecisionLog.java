package io.auraio;

import io.auraio.adaptive.Decision;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The latest decisions of a controller. The driver adds, at most one a tick; any thread reads. Its lock is held for a few
 * nanoseconds and is never the one that submissions take.
 */
final class DecisionLog {

    /** Enough for two and a half seconds in which every tick decides something, and for hours of an ordinary run. */
    static final int CAPACITY = 256;

    private final ArrayDeque<Decision> decisions = new ArrayDeque<>(CAPACITY);

    synchronized void add(Decision decision) {
        if (decisions.size() == CAPACITY) {
            decisions.removeFirst();
        }
        decisions.addLast(decision);
    }

    synchronized List<Decision> toList() {
        return List.copyOf(decisions);
    }
}
