package io.auraio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for something else in the values of options: {@code ${VARIABLE}}, {@code $ncpus} and the like, and arithmetic. */
final class Variables {
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern KEYWORD = Pattern.compile("\\$(pagesize|mb_memory|ncpus)");

    /** AT_PAGESZ of elf.h: the tag of the page size in /proc/self/auxv. */
    private static final long AT_PAGESZ = 6;

    private Variables() {}

    /** {@code text} with the environment's variables in place of their names; one that is not set is nothing, as in fio. */
    static String environment(String text) {
        return environment(text, System.getenv());
    }

    static String environment(String text, Map<String, String> variables) {
        return ENVIRONMENT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
    }

    /** The value with its keywords replaced; what is a sum then, or stands in parentheses, is worked out where the option takes a number. */
    static OptionValue keywords(JobOption option, OptionValue value) throws Refusal {
        String text = value.text();
        boolean replaced = false;
        Matcher matcher = KEYWORD.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            replaced = true;
            matcher.appendReplacement(result, Long.toString(keyword(matcher.group(1))));
        }
        text = matcher.appendTail(result).toString();
        if (option.isNumber() && (replaced || text.startsWith("(") && text.endsWith(")"))) {
            long number = Arithmetic.evaluate(value.origin() + option.fioName(), text);
            // fio: times that are worked out are microseconds.
            text = number + (option.valueLabel().equals("<time>") && text.startsWith("(") ? "us" : "");
        }
        return new OptionValue(text, value.origin());
    }

    private static long keyword(String name) throws Refusal {
        try {
            return switch (name) {
                case "ncpus" -> Runtime.getRuntime().availableProcessors();
                case "mb_memory" -> megabytesOfMemory();
                default -> pageSize();
            };
        } catch (IOException e) {
            throw Refusal.failure("$" + name + ": cannot be found out on this machine (" + e.getMessage() + "); give the number itself", e);
        }
    }

    private static long megabytesOfMemory() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/meminfo")).getFirst(); // MemTotal:  16384 kB, proc(5)
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    private static long pageSize() throws IOException {
        ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv"))).order(ByteOrder.nativeOrder());
        while (pairs.remaining() >= 2 * Long.BYTES) {
            long tag = pairs.getLong();
            long pair = pairs.getLong();
            if (tag == AT_PAGESZ) {
                return pair;
            }
        }
        throw new IOException("no AT_PAGESZ in /proc/self/auxv");
    }
}
