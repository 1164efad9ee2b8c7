package io.auraio.adaptive;
/** x. */
public final class Dummy {private Dummy(){}}
