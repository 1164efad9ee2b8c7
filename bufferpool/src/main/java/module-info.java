/** Aligned off-heap buffers by size class. */
module io.auraio.bufferpool {
    exports io.auraio.bufferpool;
}
