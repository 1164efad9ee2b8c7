package io.auraio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/**
 * A file was opened, or its descriptor closed, which is when the last request on it is done. Throttled: an application that opens a file for each request would
 * otherwise fill its recordings with nothing else.
 */
@Name("io.auraio.File")
@Label("File")
@Description("A file was opened, or its descriptor closed; a hundred of these a second at most")
@Category("AuraIO")
@StackTrace(false)
@Throttle("100/s")
final class FileEvent extends Event {

    @Label("Engine")
    long engine;

    @Label("Opened")
    boolean opened;

    @Label("Path")
    String path;

    @Label("Descriptor")
    int fd;

    static void emit(long engine, boolean opened, String path, int fd) {
        FileEvent event = new FileEvent();
        if (event.shouldCommit()) {
            event.engine = engine;
            event.opened = opened;
            event.path = path;
            event.fd = fd;
            event.commit();
        }
    }
}
