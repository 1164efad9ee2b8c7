/** Placeholder. */
package io.auraio.adaptive;
