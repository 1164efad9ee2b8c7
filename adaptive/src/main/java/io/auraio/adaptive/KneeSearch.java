package io.auraio.adaptive;

/**
 * Looks for the knee from a measured limit: in one direction, and where that found nothing in the other. It proposes a limit to
 * try, is told what that gave, and so on until there is nothing left to try.
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
    private boolean otherTried;
    private Reason reason;

    KneeSearch(KneeConstants constants) {
        this.constants = constants;
        up = new UpwardSearch(constants);
        down = new DownwardSearch(constants);
    }

    /** Starts where little is known about where the knee may be. */
    void start(Direction first, Reading from, double floor, int ceiling) {
        gentle = false;
        otherTried = false;
        reason = first == Direction.UP ? Reason.LOOKING_UP : Reason.LOOKING_DOWN;
        begin(first, from, constants.slowStartFactor(), floor, ceiling);
    }

    /** Doubts a limit that was found before: one small step each way, and further only where that finds something. */
    void doubt(Reading from, double floor, int ceiling) {
        gentle = true;
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
        tryOtherIfNothingFound(floor, ceiling);
    }

    private void begin(Direction first, Reading from, double upFactor, double floor, int ceiling) {
        direction = first;
        if (first == Direction.UP) {
            up.start(from, upFactor, ceiling);
        } else {
            down.start(from, gentle ? constants.backoffFactor() : constants.severeFactor(), usedFloor(floor));
        }
        tryOtherIfNothingFound(floor, ceiling);
    }

    private void tryOtherIfNothingFound(double floor, int ceiling) {
        if (trial() > 0 || gained() || otherTried) {
            return;
        }
        otherTried = true;
        double upFactor = gentle ? constants.doubtFactor() : constants.upFactor();
        begin(direction == Direction.UP ? Direction.DOWN : Direction.UP, best(), upFactor, floor, ceiling);
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
        return direction == Direction.UP ? up.gained() : down.gained();
    }

    /** What the last reading showed. */
    Reason reason() {
        return reason;
    }
}
