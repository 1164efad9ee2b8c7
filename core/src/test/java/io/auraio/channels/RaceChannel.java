package io.auraio.channels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.util.concurrent.atomic.AtomicReference;

/** A channel that is closed under those who use it, and opened again by whom it failed. */
final class RaceChannel<C extends Channel> implements AutoCloseable {

    interface Opening<C> {
        C open() throws IOException;
    }

    private final Opening<C> opening;
    private final AtomicReference<C> current = new AtomicReference<>();

    RaceChannel(Opening<C> opening) throws IOException {
        this.opening = opening;
        current.set(opening.open());
    }

    C current() {
        return current.get();
    }

    /** Opens it again, unless somebody has. */
    void reopen(C closed) {
        try {
            if (current.get() == closed) {
                C next = opening.open();
                if (!current.compareAndSet(closed, next)) {
                    next.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        current.get().close();
    }
}
