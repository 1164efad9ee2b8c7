package io.auraio.adaptive;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
