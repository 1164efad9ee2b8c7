package io.auraio.channels;

import org.junit.jupiter.api.extension.ExtendWith;

/** The JDK's contract holds for our channel on virtual threads, which park where others block. */
@ExtendWith(OnVirtualThreads.class)
class EngineFileChannelOnVirtualThreadsKernelTest extends EngineFileChannelKernelTest {}
