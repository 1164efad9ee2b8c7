package io.auraio.examples.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The running text of a page, held against constants of the code. Words and numbers in it are as a writer puts them: two, a tenth, 16,000, 0.8 %. */
final class Prose {
    private static final Map<String, String> WORDS = Map.ofEntries(Map.entry("0.1", "a tenth"), Map.entry("0.5", "half"), Map.entry("0.01", "one in a hundred"),
            Map.entry("2", "two"), Map.entry("8", "eight"), Map.entry("10", "ten"), Map.entry("100", "a hundred"));

    private final Page page;
    private final String text;

    private Prose(Page page) {
        this.page = page;
        text = PageText.of(page.document()).replaceAll("\\s+", " ");
    }

    static Prose of(Page page) {
        return new Prose(page);
    }

    /** The text of a page of the project, such as docs/guide.md. */
    static Prose page(String name) {
        return of(Page.read(Page.ROOT.resolve(name)));
    }

    /** The page's text has this phrase, with {@code %s} for each value. */
    void says(String phrase, Object... values) {
        String expected = phrase.formatted(values);
        assertThat(text).as("%s with its constants as they are in the code, or another phrase in the test", page.name()).contains(expected);
    }

    /** The value of a constant, as {@code Type.name}. */
    static Number constant(String name) {
        String[] parts = name.split("\\.");
        Object value = CodeType.find(parts[0]).map(type -> type.values().get(parts[1])).orElse(null);
        assertThat(value).as("the constant %s", name).isInstanceOf(Number.class);
        return (Number) value;
    }

    /** The number in digits: 16,000. */
    static String digits(String name) {
        Number value = constant(name);
        return value instanceof Double ? plain(new BigDecimal(value.toString())) : String.format(Locale.ROOT, "%,d", value.longValue());
    }

    /** The number in a word: eight. */
    static String word(String name) {
        String digits = digits(name);
        assertThat(WORDS).as("the word for %s=%s", name, digits).containsKey(digits);
        return WORDS.get(digits);
    }

    /** A share, in percent. */
    static String percent(String name) {
        return percent(new BigDecimal(constant(name).toString()));
    }

    /** A factor, as what it adds or takes away, in percent. */
    static String change(String name) {
        return percent(new BigDecimal(constant(name).toString()).subtract(BigDecimal.ONE).abs());
    }

    /** Nanoseconds, in a unit. */
    static String time(String name, String unit) {
        return time(constant(name).longValue(), unit);
    }

    /** Ticks of the controller, in a unit. */
    static String ticks(String name, String unit) {
        return time(constant(name).longValue() * constant("ControllerOptions.DEFAULT_TICK_NANOS").longValue(), unit);
    }

    /** Bytes, in a unit. */
    static String bytes(String name, String unit) {
        long factor = Stream.of("KiB", "MiB", "GiB").takeWhile(each -> !each.equals(unit)).mapToLong(_ -> 1024).reduce(1024, (a, b) -> a * b);
        return plain(new BigDecimal(constant(name).toString()).divide(BigDecimal.valueOf(factor))) + " " + unit;
    }

    private static String time(long nanos, String unit) {
        long factor = switch (unit) {
            case "s" -> 1_000_000_000;
            case "ms" -> 1_000_000;
            default -> throw new AssertionError(unit);
        };
        return plain(BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(factor))) + " " + unit;
    }

    private static String percent(BigDecimal share) {
        return plain(share.movePointRight(2)) + " %";
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
