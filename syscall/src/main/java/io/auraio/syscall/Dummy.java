package io.auraio.syscall;
/** x. */
public final class Dummy {private Dummy(){}}
