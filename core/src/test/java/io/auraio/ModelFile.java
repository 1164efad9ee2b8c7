package io.auraio;

import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** One path of a {@link ModelEngine}, opened and closed again and again: a file with a content, or a pipe. */
final class ModelFile {

    /** One of its openings. */
    static final class Opening {
        final AsyncFile file;
        boolean closed;

        Opening(AsyncFile file) {
            this.file = file;
        }
    }

    final Path path;

    /** Null for a pipe. */
    final ModelContent content;

    /** Null for a file. */
    final ModelPipe pipe;

    private final OpenOption[] options;

    /** Of the engine that is open, those with requests out among them that are closed. */
    final List<Opening> openings = new ArrayList<>();

    ModelFile(Path path, ModelContent content, ModelPipe pipe, OpenOption... more) {
        this.path = path;
        this.content = content;
        this.pipe = pipe;
        options = new OpenOption[2 + more.length];
        options[0] = StandardOpenOption.READ;
        options[1] = StandardOpenOption.WRITE;
        System.arraycopy(more, 0, options, 2, more.length);
    }

    String name() {
        return path.getFileName().toString();
    }

    OpenOption[] options() {
        return options;
    }

    /** The latest; it may be closed. */
    Opening latest() {
        return openings.getLast();
    }

    void open(Engine engine) throws IOException {
        openings.add(new Opening(engine.open(path, options)));
    }

    /** As a request opened it. The one before stays open, and is closed with the engine. */
    void opened(AsyncFile file) {
        openings.add(new Opening(file));
    }

    void closeAll() throws IOException {
        for (Opening opening : openings) {
            opening.file.close();
        }
        openings.clear();
    }
}
