package io.auraio.examples.pages;

import static io.auraio.examples.pages.Prose.bytes;
import static io.auraio.examples.pages.Prose.constant;
import static io.auraio.examples.pages.Prose.digits;
import static io.auraio.examples.pages.Prose.page;
import static io.auraio.examples.pages.Prose.time;
import static io.auraio.examples.pages.Prose.word;

import org.junit.jupiter.api.Test;

/** Constants that the guide's pages quote in sentences are the code's. */
class ConstantsOfTheGuideTest {

    @Test
    void requests() {
        Prose page = page("docs/guide.md");
        page.says("requests that one ring can hold, 1 to %s", constant("EngineOptions.MAX_QUEUE_DEPTH"));
        page.says("Several pieces of memory, 1 to %s", constant("Iovecs.IOV_MAX"));
        page.says("a future of more than %s of heap memory", bytes("UserBytes.PIECE_BYTES", "MiB"));
    }

    @Test
    void buffers() {
        Prose page = page("docs/buffers.md");
        page.says("Sizes are 1 byte to %s", bytes("SizeClass.MAX_BYTES", "MiB"));
        page.says("the next power of two from %s up", bytes("SizeClass.MIN_BYTES", "KiB"));
        page.says("mapped in slabs of %s", bytes("SizeClass.MIN_SLAB_BYTES", "MiB"));
        page.says("%s by default, 512 to %s", constant("EngineOptions.bufferAlignment"), bytes("EngineOptions.MAX_BUFFER_ALIGNMENT", "MiB"));
        page.says("A request takes at most %s of it", bytes("UserBytes.PIECE_BYTES", "MiB"));
    }

    @Test
    void channels() {
        Prose page = page("docs/channels.md");
        page.says("in pieces of %s, one request each", bytes("UserBytes.PIECE_BYTES", "MiB"));
        page.says("a read of up to %s into a direct buffer", bytes("EngineAsynchronousFileChannel.FEW_BYTES", "KiB"));
        page.says("on the same thread, %s deep at most", digits("HandlerStack.GREATEST_DEPTH"));
    }

    @Test
    void tuning() {
        Prose page = page("docs/tuning.md");
        page.says("some ticks of %s", time("ControllerOptions.DEFAULT_TICK_NANOS", "ms"));
        page.says("The last %s of each controller", digits("TunerStats.MAX_DECISIONS"));
        page.says("to %s of it, to %s where %s of the samples is over",
                digits("KneeConstants.backoffFactor"), digits("KneeConstants.severeFactor"), word("KneeConstants.crowdedShare"));
        page.says("is avoided for %s to %s", time("KneeConstants.capNanos", "s").replace(" s", ""), time("KneeConstants.longestCapNanos", "s"));
        page.says("more than %s over the target, or over %s times the baseline's P99", word("KneeConstants.allowedShare"), word("KneeConstants.guardFactor"));
    }
}
