package io.auraio.bench;

/**
 * Why bffio does not do, or go on with, what it was asked: one line for standard error and the exit status.
 *
 * <p>The message names the value and says what would be right; it is printed after {@code bffio: } and holds no line break.
 */
final class Refusal extends Exception {
    /** The exit status where the command line is wrong. */
    static final int USAGE = 2;

    /** The exit status where the command line is right and the machine says no. */
    static final int FAILURE = 1;

    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    private Refusal(int exitStatus, String message, Throwable cause) {
        super(message.strip().replaceAll("\\s*\\R\\s*", "; "), cause);
        this.exitStatus = exitStatus;
    }

    /** The command line is wrong: {@code message} names the option, its value and what it may be. */
    static Refusal usage(String message) {
        return new Refusal(USAGE, message, null);
    }

    /** The machine refused, or the job failed: {@code message} names what it was about and what to do. */
    static Refusal failure(String message) {
        return new Refusal(FAILURE, message, null);
    }

    /** As {@link #failure(String)}, for what came out of an exception. */
    static Refusal failure(String message, Throwable cause) {
        return new Refusal(FAILURE, message, cause);
    }

    int exitStatus() {
        return exitStatus;
    }
}
