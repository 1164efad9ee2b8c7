package io.auraio;

/** What one controller finds the limit for. */
public enum Tuning {
    /**
     * All rings of an engine together: right where they work on one device. The limit is shared out by what each ring asks for, so that
     * one busy ring may use nearly all of it.
     */
    ENGINE,
    /** Each ring by itself: right where each ring has a device of its own, since rings on one device would race one another past its knee. */
    RING
}
