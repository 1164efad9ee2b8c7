package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Submits one request of an engine-driven engine and waits for its result. */
final class Results {

    private Results() {}

    interface Submission {
        long submit(IoCallback callback);
    }

    static int of(Submission submission) throws Exception {
        return later(submission).get(30, TimeUnit.SECONDS);
    }

    static CompletableFuture<Integer> later(Submission submission) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        assertThat(submission.submit((request, value) -> result.complete(value))).isNotNegative();
        return result;
    }
}
