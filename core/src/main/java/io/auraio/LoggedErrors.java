package io.auraio;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The default error handler: what nobody waits for goes to the log, so that it is not lost. */
final class LoggedErrors {

    private LoggedErrors() {}

    static void report(Throwable error) {
        // Looked up at each error and not kept: the application may configure its logging after the engine was opened.
        Logger logger = System.getLogger("io.auraio");
        logger.log(Level.ERROR, "a callback or background task of the I/O engine failed", error);
    }
}
