package io.auraio.channels;

/** All that {@link java.nio.channels.AsynchronousFileChannel} promises. */
interface WholeAsynchronousFileChannelContract
        extends AsynchronousOpenContract,
                AsynchronousTransferContract,
                AsynchronousHandlerContract,
                AsynchronousLockContract,
                AsynchronousCloseContract {}
