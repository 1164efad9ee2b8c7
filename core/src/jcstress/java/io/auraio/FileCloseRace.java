package io.auraio;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.auraio.syscall.Libc;
import io.auraio.syscall.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A file that is closed while a request begins on it: the request is refused, or has the descriptor until it ends. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "refused: the file is closed")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "had the descriptor until the end")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "used a descriptor that was closed, and may be another file's by now")
@State
public class FileCloseRace {

    private static final Engine ENGINE = RaceFile.engine();

    private final AsyncFile file = RaceFile.open(ENGINE);

    @Actor
    public void request(I_Result r) {
        try {
            file.acquire();
        } catch (IllegalStateException e) {
            return;
        }
        try {
            Libc.fstat(file.fd());
            r.r1 = 1;
        } catch (SyscallException e) {
            r.r1 = -1;
        } finally {
            file.release();
        }
    }

    @Actor
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
