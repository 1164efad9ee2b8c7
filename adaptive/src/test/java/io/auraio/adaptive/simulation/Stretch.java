package io.auraio.adaptive.simulation;

import java.util.function.ObjLongConsumer;

/**
 * A part of a model's script.
 *
 * @param name what the tables call it
 * @param seconds how long it lasts
 * @param load 1 where the application always has more to submit, 0 where it has nothing, else the share of the device's best that it
 *     submits at random
 * @param change what happens to the device as it begins, and when that is
 * @param goals what is to be reached in it
 */
record Stretch<D>(String name, double seconds, double load, ObjLongConsumer<D> change, Goals goals) {

    /** Whether anything is to be reached in it. */
    boolean judged() {
        return goals != Goals.NONE;
    }

    static <D> Stretch<D> unchanged(double seconds, Goals goals) {
        return new Stretch<>("", seconds, 1, (device, now) -> {}, goals);
    }
}
