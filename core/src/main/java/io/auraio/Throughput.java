package io.auraio;

/**
 * What went through an engine in each second of some time.
 *
 * @param operations requests completed a second, failed ones too
 * @param bytesRead bytes read a second
 * @param bytesWritten bytes written a second
 */
public record Throughput(double operations, double bytesRead, double bytesWritten) {

    /** None where no time has passed. */
    static Throughput of(long nanos, long operations, long bytesRead, long bytesWritten) {
        double seconds = nanos / 1e9;
        return nanos <= 0 ? new Throughput(0, 0, 0) : new Throughput(operations / seconds, bytesRead / seconds, bytesWritten / seconds);
    }
}
