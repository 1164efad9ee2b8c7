package io.auraio.bench;

/**
 * What is wrong with a block that was read.
 *
 * @param offset where in the file
 * @param expected what should be there
 * @param found what is there
 */
record Mismatch(long offset, String expected, String found) {}
