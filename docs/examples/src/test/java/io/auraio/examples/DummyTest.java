package io.auraio.examples;
import org.junit.jupiter.api.Test;
class DummyTest { @Test void x(){} }
