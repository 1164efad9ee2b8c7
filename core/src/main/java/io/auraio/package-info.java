/** Placeholder. */
package io.auraio;
