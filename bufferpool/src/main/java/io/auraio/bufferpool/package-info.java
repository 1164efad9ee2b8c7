/** Placeholder. */
package io.auraio.bufferpool;
