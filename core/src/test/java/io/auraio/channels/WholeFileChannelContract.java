package io.auraio.channels;

/** All that {@link java.nio.channels.FileChannel} promises. */
interface WholeFileChannelContract
        extends FileChannelOpenContract,
                FileChannelPositionContract,
                FileChannelBufferContract,
                FileChannelVectorContract,
                FileChannelTransferContract,
                FileChannelShortTransferContract,
                FileChannelMapContract,
                FileChannelLockContract,
                FileChannelCloseContract,
                FileChannelThreadContract,
                FileChannelDirectContract {}
