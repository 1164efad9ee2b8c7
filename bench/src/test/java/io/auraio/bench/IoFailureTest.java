package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IoFailureTest {
    @Test
    void itNamesTheOperationThePlaceAndTheError() {
        assertThat(new IoFailure("write", Path.of("/d/f"), 8192, 4096, -5, Optional.empty()).describe())
                .isEqualTo("write of 4096 bytes at offset 8192 of /d/f: EIO (Input/output error)");
        assertThat(new IoFailure("read", Path.of("/d/f"), 0, 4096, -5, Optional.empty()).errno()).isEqualTo(5);
    }

    @Test
    void aBlockThatIsNotTheOneExpectedIsNamedWithBoth() {
        IoFailure failure = new IoFailure("read", Path.of("/d/f"), 8192, 4096, 4096, Optional.of(new Mismatch(8200, "0xdead", "0xbeef")));
        assertThat(failure.describe()).isEqualTo("verify: /d/f at offset 8200: expected 0xdead, found 0xbeef (block of 4096 bytes at offset 8192)");
        assertThat(failure.errno()).isEqualTo(84);
    }
}
