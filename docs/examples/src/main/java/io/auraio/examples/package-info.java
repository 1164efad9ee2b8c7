/** The programs that README and docs quote. */
package io.auraio.examples;
