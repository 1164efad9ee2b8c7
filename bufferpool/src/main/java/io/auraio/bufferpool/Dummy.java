package io.auraio.bufferpool;
/** x. */
public final class Dummy {private Dummy(){}}
