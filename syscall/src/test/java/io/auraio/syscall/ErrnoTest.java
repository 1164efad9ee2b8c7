package io.auraio.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void everyConstantHasItsOwnName() throws Exception {
        for (Field constant : Errno.class.getFields()) {
            assertThat(Errno.name(constant.getInt(null))).isEqualTo(constant.getName());
        }
    }

    @Test
    void numberIsDescribedWhateverItsSign() {
        assertThat(Errno.describe(Errno.EAGAIN)).isEqualTo("EAGAIN (Resource temporarily unavailable)");
        assertThat(Errno.describe(-Errno.EAGAIN)).isEqualTo("EAGAIN (Resource temporarily unavailable)");
    }

    @Test
    void numberWithoutANameIsToldAsANumber() {
        assertThat(Errno.describe(4711)).isEqualTo("errno 4711 (Unknown error 4711)");
        assertThat(Errno.describe(0)).isEqualTo("errno 0 (Unknown error 0)");
        assertThat(Errno.name(Integer.MIN_VALUE)).startsWith("errno ");
    }

    @Test
    void exceptionSaysCallArgumentsErrorAndHint() {
        SyscallException failure = new SyscallException("openat", "path=/x", -Errno.EACCES, "see who may read it");
        assertThat(failure).hasMessage("openat(path=/x): EACCES (Permission denied); see who may read it");
        assertThat(failure.errno()).isEqualTo(Errno.EACCES);
        assertThat(failure.call()).isEqualTo("openat");
    }
}
