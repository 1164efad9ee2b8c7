/** The congestion controller and its latency histogram: pure functions of samples and time. */
module io.auraio.adaptive {
    exports io.auraio.adaptive;
}
