package io.auraio;

/**
 * When to try what saves time where it succeeds and wastes some where it fails: always, for as long as it succeeds; after failures in a row ever more
 * seldom, down to once in 256. So nothing has to be measured, what is wasted stays under half a percent of the tries, and a change is noticed.
 *
 * <p>For one thread.
 */
final class Attempt {

    private static final int GREATEST_PAUSE = 255;

    private int pause;
    private int passing;

    /** Whether to try now; then {@link #ended} follows. */
    boolean isDue() {
        return passing == 0 || --passing == 0;
    }

    void ended(boolean successfully) {
        pause = successfully ? 0 : Math.min(2 * pause + 1, GREATEST_PAUSE);
        passing = pause == 0 ? 0 : pause + 1;
    }
}
