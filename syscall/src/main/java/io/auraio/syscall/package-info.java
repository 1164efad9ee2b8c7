/** Placeholder. */
package io.auraio.syscall;
