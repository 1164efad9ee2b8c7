/** Placeholder. */
package io.auraio.bench;
