package io.auraio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a request needs besides its slot, the same for all. */
final class RaceFile {

    static final IoCallback CALLBACK = (request, result) -> {};

    private static final AsyncFile FILE = open();

    static final Lane LANE = FILE.lane(0);

    private RaceFile() {}

    static Descriptor acquired() {
        FILE.acquire();
        return FILE.descriptor();
    }

    private static AsyncFile open() {
        return open(engine());
    }

    static AsyncFile open(Engine engine) {
        try {
            return engine.open(Path.of("/dev/null"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody drives it. */
    static Engine engine() {
        try {
            return Engine.open(EngineOptions.builder().driving(Driving.CALLER).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
