package io.auraio.bench;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that fill a block over and over, as fio's {@code buffer_pattern} and {@code verify_pattern} say them: one or several of {@code 0xdeadbeef}
 * (bytes as written), a decimal number (its bytes, the lowest first), {@code "text"}, and {@code %o} (eight bytes: the block's offset, the lowest first).
 *
 * <p>Immutable; safe for use by several threads.
 */
final class BytePattern {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_BYTES = 512; // fio's own
    private static final String HELP = "use 0xdeadbeef, a number, \"text\" or %o, or several of them";

    private final byte[] bytes;

    /** Where in {@link #bytes} the block's offset goes. */
    private final int[] offsetPlaces;

    private BytePattern(byte[] bytes, int[] offsetPlaces) {
        this.bytes = bytes;
        this.offsetPlaces = offsetPlaces;
    }

    static BytePattern parse(String option, String text) throws Refusal {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Integer> places = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int end;
            if (rest.startsWith("\"") && rest.indexOf('"', 1) > 0) {
                end = rest.indexOf('"', 1) + 1;
                bytes.writeBytes(rest.substring(1, end - 1).getBytes(StandardCharsets.UTF_8));
            } else if (rest.startsWith("%o")) {
                end = 2;
                places.add(bytes.size());
                bytes.writeBytes(new byte[Long.BYTES]);
            } else if (rest.startsWith("0x") || rest.startsWith("0X")) {
                end = endOf(rest, 2, 16);
                hex(bytes, end == 0 ? "" : rest.substring(2, end));
            } else {
                end = endOf(rest, 0, 10);
                number(bytes, option, text, rest.substring(0, end));
            }
            if (end == 0 || bytes.size() == 0) {
                throw Refusal.usage(option + "=" + text + ": not a pattern; " + HELP);
            }
            rest = rest.substring(end);
        }
        if (bytes.size() == 0 || bytes.size() > MAX_BYTES) {
            throw Refusal.usage(option + "=" + text + ": " + bytes.size() + " bytes; " + HELP + ", 1 to " + MAX_BYTES + " bytes long");
        }
        return new BytePattern(bytes.toByteArray(), places.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Whether blocks at different offsets differ. */
    boolean dependsOnOffset() {
        return offsetPlaces.length > 0;
    }

    /** Fills {@code block}, which belongs at {@code offset}. Allocates nothing. */
    void fill(MemorySegment block, long offset) {
        long size = block.byteSize();
        for (long at = 0; at < size; at += bytes.length) {
            MemorySegment.copy(bytes, 0, block, ValueLayout.JAVA_BYTE, at, (int) Math.min(bytes.length, size - at));
            stamp(block, at, offset);
        }
    }

    /** Where {@code block}, which belongs at {@code offset}, first differs; -1: nowhere. Allocates nothing. */
    long firstDifference(MemorySegment block, long offset) {
        int place = 0;
        for (long at = 0; at < block.byteSize(); at++) {
            if (block.get(ValueLayout.JAVA_BYTE, at) != expected(place, offset)) {
                return at;
            }
            place = place + 1 == bytes.length ? 0 : place + 1;
        }
        return -1;
    }

    /** The byte at {@code at} of a block that belongs at {@code offset}. */
    byte expectedAt(long at, long offset) {
        return expected((int) (at % bytes.length), offset);
    }

    private byte expected(int place, long offset) {
        for (int start : offsetPlaces) {
            if (place >= start && place < start + Long.BYTES) {
                return (byte) (offset >>> 8 * (place - start));
            }
        }
        return bytes[place];
    }

    private void stamp(MemorySegment block, long at, long offset) {
        for (int place : offsetPlaces) {
            long begin = at + place;
            if (begin + Long.BYTES <= block.byteSize()) {
                block.set(WORD, begin, offset);
            } else {
                for (long i = begin; i < block.byteSize(); i++) {
                    block.set(ValueLayout.JAVA_BYTE, i, (byte) (offset >>> 8 * (i - begin)));
                }
            }
        }
    }

    private static int endOf(String text, int from, int radix) {
        int end = from;
        while (end < text.length() && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end == from ? 0 : end;
    }

    private static void hex(ByteArrayOutputStream bytes, String digits) {
        // Of an odd number of digits the first one is a byte of its own, as in fio.
        String whole = digits.length() % 2 == 0 ? digits : "0" + digits;
        for (int i = 0; i < whole.length(); i += 2) {
            bytes.write(Integer.parseInt(whole, i, i + 2, 16));
        }
    }

    private static void number(ByteArrayOutputStream bytes, String option, String text, String digits) throws Refusal {
        if (digits.isEmpty()) {
            throw Refusal.usage(option + "=" + text + ": not a pattern; " + HELP);
        }
        try {
            long value = Long.parseLong(digits);
            do {
                bytes.write((int) value);
                value >>>= 8;
            } while (value != 0);
        } catch (NumberFormatException e) {
            throw Refusal.usage(option + "=" + text + ": too large a number; " + HELP);
        }
    }
}
