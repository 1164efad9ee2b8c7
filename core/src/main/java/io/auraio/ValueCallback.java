package io.auraio;

import java.io.IOException;

/**
 * Runs when a request that answers more than a number is done; otherwise as {@link IoCallback}, whose rules hold here too.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface ValueCallback<T> {

    /**
     * The request is done.
     *
     * @param request the handle that the submission returned; no longer pending
     * @param value the answer; null where it failed
     * @param failure why it failed; null where it did not
     */
    void completed(long request, T value, IOException failure);
}
