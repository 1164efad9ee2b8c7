package io.auraio.syscall;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
