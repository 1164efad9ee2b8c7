package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The defaults that help and page name are those in force: to give one changes nothing, to give another value does. */
class DocumentedDefaultsTest {
    private static final Pattern DEFAULT = Pattern.compile("[Dd]efault:? ([\\d$][\\w$]*(?:\\.[\\w$]+)*)|([\\w-]+) \\(default\\)");

    /** Values that differ from defaults that are no numbers. */
    private static final Map<String, String> OTHERS =
            Map.of("$jobname.$jobnum.$filenum", "$filenum.x", "roundrobin", "random", "knee", "aimd", "normal", "json", "auto", "never");

    /** A job in which every option matters: that of a mix, of a pause, of a file's name. */
    private static final List<String> JOB = List.of("--name=job", "--size=1g", "--rw=randrw", "--thinktime=1ms");

    static Stream<JobOption> jobOptions() {
        return Stream.of(JobOption.values()).filter(option -> documented(option.help()).isPresent());
    }

    static Stream<RunOption> runOptions() {
        return Stream.of(RunOption.values()).filter(option -> documented(option.help()).isPresent());
    }

    @Test
    void defaultsAreFoundInTheHelp() {
        assertThat(jobOptions()).contains(JobOption.BS, JobOption.SIZE, JobOption.EFFICIENCY, JobOption.CONTROLLER, JobOption.FSYNC, JobOption.FILENAME_FORMAT);
        assertThat(documented(JobOption.EFFICIENCY.help())).contains("10");
        assertThat(runOptions()).contains(RunOption.OUTPUT_FORMAT, RunOption.ETA);
    }

    @ParameterizedTest
    @MethodSource("jobOptions")
    void documentedDefaultOfAJobIsInForce(JobOption option) throws Refusal {
        String value = documented(option.help()).orElseThrow();
        assertThat(jobs(option, value)).isEqualTo(jobs(option));
        assertThat(jobs(option, other(value))).isNotEqualTo(jobs(option));
    }

    @ParameterizedTest
    @MethodSource("runOptions")
    void documentedDefaultOfARunIsInForce(RunOption option) throws Refusal {
        String value = documented(option.help()).orElseThrow();
        assertThat(Specs.plan("--" + option.fioName() + "=" + value).options()).isEqualTo(Specs.plan().options());
        assertThat(Specs.plan("--" + option.fioName() + "=" + other(value)).options()).isNotEqualTo(Specs.plan().options());
    }

    private static Optional<String> documented(String help) {
        Matcher matcher = DEFAULT.matcher(help);
        return matcher.find() ? Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)) : Optional.empty();
    }

    private static String other(String value) {
        Matcher digits = Pattern.compile("\\d+").matcher(value);
        return digits.lookingAt() ? Long.parseLong(digits.group()) + 1 + value.substring(digits.end()) : OTHERS.get(value);
    }

    /** The jobs without the list of what was given for them, which differs whether it changes something or not. */
    private static List<List<Object>> jobs(JobOption option, String... value) throws Refusal {
        // Only bffio's own job has a size that nobody gave.
        List<String> arguments = new ArrayList<>(option == JobOption.SIZE ? List.of() : JOB);
        Stream.of(value).map(given -> "--" + option.fioName() + "=" + given).forEach(arguments::add);
        return Specs.jobs(arguments.toArray(String[]::new)).stream().map(DocumentedDefaultsTest::figures).toList();
    }

    private static List<Object> figures(JobSpec job) {
        return Arrays.asList(job.name(), job.groupId(), job.cloneIndex(), job.groupReporting(), job.pattern(), job.readPercent(), job.blockBytes(),
                job.createOnly(), job.files(), job.region(), job.time(), job.depth(), job.pace(), job.content(), job.syncs());
    }
}
