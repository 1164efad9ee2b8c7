package io.auraio;

/** What one controller finds the limit for. */
public enum Tuning {
    /**
     * All rings of an engine together: right where they work on one device. The limit is shared out by what each ring asks for, so that
     * one busy ring may use nearly all of it.
     */
    ENGINE,
    /** All files of a device together, over all rings: right for an engine that works on several devices. */
    DEVICE,
    /** Each file by itself, over all rings: right for a few files whose load has nothing to do with each other, such as a log beside its data. */
    FILE,
    /** Each ring by itself: right where each ring has a device of its own. Rings on one device would race one another past its knee. */
    RING
}
