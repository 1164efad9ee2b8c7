package io.auraio.bench;

/** The SplitMix64 generator (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): 64 good bits from a counter. */
final class SplitMix {
    /** What the counter goes up by: an odd number with the bits of the golden ratio. */
    static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** A bijection of 64 bits whose results look random for counters one {@link #GAMMA} apart. */
    static long mix(long counter) {
        long z = counter;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
