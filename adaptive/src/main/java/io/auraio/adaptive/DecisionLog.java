package io.auraio.adaptive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The last decisions of a controller, for reports, events and tests. One thread adds, the driver's; any thread reads. Nobody
 * waits, and adding allocates nothing.
 */
public final class DecisionLog {

    private static final int GREATEST_CAPACITY = 1 << 20;
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Decision[].class);
    private static final VarHandle ADDED;

    static {
        try {
            ADDED = MethodHandles.lookup().findVarHandle(DecisionLog.class, "added", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int capacity;
    private final Decision[] slots;
    private long added;

    /**
     * An empty log.
     *
     * @param capacity how many decisions it keeps, 1 to 1048576; older ones are dropped
     * @throws IllegalArgumentException if out of that range
     */
    public DecisionLog(int capacity) {
        this.capacity = Range.check("capacity", capacity, 1, GREATEST_CAPACITY);
        // One more than is kept: the writer may be at work on a slot while a reader copies the others.
        slots = new Decision[capacity + 1];
    }

    /**
     * Adds what {@link Controller#tick} returned. The driver's thread only.
     *
     * @param decision the decision; null, which stands for none, is ignored
     */
    public void add(Decision decision) {
        if (decision != null) {
            // release: a reader that sees the decision must see its fields; pairs with the acquire in snapshot().
            SLOTS.setRelease(slots, (int) (added % slots.length), decision);
            // release: a reader that counts the decision must find it in its slot; pairs with the acquire of added.
            ADDED.setRelease(this, added + 1);
        }
    }

    /**
     * How many decisions were added, dropped ones included. Any thread.
     *
     * @return the count
     */
    public long added() {
        return (long) ADDED.getAcquire(this);
    }

    /**
     * The decisions that are kept, oldest first. Any thread; allocates.
     *
     * @return an immutable list without gaps
     */
    public List<Decision> snapshot() {
        long end = added();
        long start = Math.max(0, end - capacity);
        List<Decision> copy = new ArrayList<>();
        for (long i = start; i < end; i++) {
            // acquire: pairs with the release in add(); also keeps the second look at added behind all of these.
            copy.add((Decision) SLOTS.getAcquire(slots, (int) (i % slots.length)));
        }
        // Decisions added meanwhile took the slots of the oldest; what was copied from those is newer than its place says.
        int overwritten = (int) Math.min(copy.size(), Math.max(0, added() - capacity - start));
        return List.copyOf(copy.subList(overwritten, copy.size()));
    }
}
