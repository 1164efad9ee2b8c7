package io.auraio.bench;

import java.util.Locale;

/**
 * Which file of a job comes next: fio's {@code file_service_type}.
 *
 * @param order how the next file is chosen
 * @param blocks how many blocks a file gets in a row before another is chosen
 */
record FileService(Order order, int blocks) {
    /** How the next file is chosen. */
    enum Order {
        ROUNDROBIN,
        /** The first one until all of it is done, then the next. */
        SEQUENTIAL,
        RANDOM
    }

    static FileService parse(String option, String text) throws Refusal {
        String[] parts = text.strip().split(":", 2);
        for (Order order : Order.values()) {
            if (order.name().toLowerCase(Locale.ROOT).equals(parts[0])) {
                return new FileService(order, parts.length == 1 ? 1 : Units.count(option, parts[1], 1, Integer.MAX_VALUE));
            }
        }
        throw Refusal.usage(option + "=" + text + ": unknown; use one of roundrobin, sequential, random");
    }
}
