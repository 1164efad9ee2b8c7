/** Placeholder. */
package io.auraio.examples;
