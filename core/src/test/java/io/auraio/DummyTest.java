package io.auraio;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
