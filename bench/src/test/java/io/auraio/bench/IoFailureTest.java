package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IoFailureTest {
    @Test
    void itNamesTheOperationThePlaceAndTheError() {
        assertThat(new IoFailure(Direction.WRITE, 8192, 4096, -5).describe(Path.of("/d/f")))
                .isEqualTo("write of 4096 bytes at offset 8192 of /d/f: EIO (Input/output error)");
        assertThat(new IoFailure(Direction.READ, 0, 4096, -5).errno()).isEqualTo(5);
    }
}
