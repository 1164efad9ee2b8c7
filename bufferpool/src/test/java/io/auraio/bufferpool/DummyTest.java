package io.auraio.bufferpool;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
