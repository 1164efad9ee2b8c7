package io.auraio;
/** x. */
public final class Dummy {private Dummy(){}}
