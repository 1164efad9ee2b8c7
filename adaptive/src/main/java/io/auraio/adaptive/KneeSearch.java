package io.auraio.adaptive;

/**
 * Looks for the knee from a measured limit: in one direction, and where that found nothing in the other. It proposes a limit to
 * try, is told what that gave, and so on until there is nothing left to try.
 *
 * <p>A doubling that paid may still have gone far beyond the knee, so that a search up is followed by a careful one down.
 */
final class KneeSearch {

    /** Which way a search goes. */
    enum Direction {
        UP,
        DOWN
    }

    private final KneeConstants constants;
    private final UpwardSearch up;
    private final DownwardSearch down;
    private Direction direction;
    private boolean gentle;
    private boolean searched;
    private boolean isFirst;
    private boolean otherTried;
    private boolean gained;
    private Reason reason;

    KneeSearch(KneeConstants constants, Efficiency efficiency) {
        this.constants = constants;
        up = new UpwardSearch(constants, efficiency);
        down = new DownwardSearch(constants, efficiency);
    }

    /** Starts where little is known about where the knee may be. */
    void start(Direction first, Reading from, double floor, int ceiling) {
        gentle = false;
        isFirst = !searched;
        searched = true;
        gained = false;
        otherTried = false;
        reason = first == Direction.UP ? Reason.LOOKING_UP : Reason.LOOKING_DOWN;
        begin(first, from, constants.slowStartFactor(), floor, ceiling);
    }

    /** Doubts a limit that was found before: one small step each way, and further only where that finds something. */
    void doubt(Reading from, double floor, int ceiling) {
        gentle = true;
        isFirst = false;
        gained = false;
        otherTried = false;
        reason = Reason.DOUBTING;
        begin(Direction.UP, from, constants.doubtFactor(), floor, ceiling);
    }

    /** What the proposed limit gave, and whether its latency was within bounds. */
    void judge(Reading reading, boolean latencyInOrder, double floor, int ceiling) {
        if (direction == Direction.UP) {
            reason = up.judge(reading, latencyInOrder, ceiling);
        } else {
            reason = down.judge(reading, usedFloor(floor));
        }
        turnWhereDone(floor, ceiling);
    }

    private void begin(Direction first, Reading from, double upFactor, double floor, int ceiling) {
        direction = first;
        if (first == Direction.UP) {
            up.start(from, upFactor, ceiling);
        } else {
            boolean careful = gentle || gained;
            double leastFactor = careful ? constants.backoffFactor() : constants.severeFactor();
            down.start(from, leastFactor, usedFloor(floor), isFirst ? 1 : constants.downComparisons());
        }
        turnWhereDone(floor, ceiling);
    }

    private void turnWhereDone(double floor, int ceiling) {
        gained |= direction == Direction.UP ? up.gained() : down.gained();
        boolean foundBelow = direction == Direction.DOWN && gained;
        boolean foundByDoubt = gentle && gained;
        if (trial() > 0 || otherTried || foundBelow || foundByDoubt) {
            return;
        }
        otherTried = true;
        if (direction == Direction.UP) {
            begin(Direction.DOWN, best(), 0, floor, ceiling);
        } else {
            begin(Direction.UP, best(), gentle ? constants.doubtFactor() : constants.upFactor(), floor, ceiling);
        }
    }

    /** The baseline that the floor stands on may be minutes old: a doubt looks a step below it. */
    private double usedFloor(double floor) {
        return gentle ? floor * constants.backoffFactor() : floor;
    }

    /** The limit to measure next; 0 where there is nothing left to try. */
    int trial() {
        return direction == Direction.UP ? up.trial() : down.trial();
    }

    Direction direction() {
        return direction;
    }

    /** The limit found. */
    Reading best() {
        return direction == Direction.UP ? up.best() : down.best();
    }

    /** Whether it is another one than at the start. */
    boolean gained() {
        return gained;
    }

    /** What the last reading showed. */
    Reason reason() {
        return reason;
    }
}
