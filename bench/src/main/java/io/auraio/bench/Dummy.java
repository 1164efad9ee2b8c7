package io.auraio.bench;
/** x. */
public final class Dummy {private Dummy(){}}
