package io.auraio.examples;
/** x. */
public final class Dummy {private Dummy(){}}
