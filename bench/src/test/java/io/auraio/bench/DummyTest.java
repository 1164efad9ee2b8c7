package io.auraio.bench;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
