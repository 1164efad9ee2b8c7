package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.bench.compare.Compare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that pages show can be given: programs are there, and bffio, compare and peers know the options. */
class PageCommandsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> jobs = Files.list(ROOT.resolve("bench/jobs"))) {
            return Stream.of(root, docs, jobs).flatMap(files -> files).map(ROOT::relativize)
                    .filter(file -> file.toString().endsWith(".md") && !file.toString().contains("target/")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsCanBeGiven(Path page) throws IOException {
        assertThat(complaints(page.toString(), Files.readString(ROOT.resolve(page)))).isEmpty();
    }

    @Test
    void commandsAreSeen() throws IOException {
        assertThat(PageCommands.of(ROOT, "README.md", Files.readString(ROOT.resolve("README.md")))).extracting(PageCommands.Command::words)
                .contains(List.of("bench/bffio"), List.of("mvn", "-B", "verify"), List.of("bench/peers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bench/bffio --filename=/data/file --rw=randread --bs=4k --direct=1 --runtime=10 --target-p99=1ms",
        "BENCH_FILE=/data/file bench/bffio bench/jobs/latency.fio > report.txt",
        "bench/compare --filename=/data/file --bffio='bench/bffio --controller=fixed' -- --rw=read",
        "bench/peers --filename=/data/file --direct --depth=32 fio engine",
        "bench/jmh RawNop -p batch=1",
        "bench/jmh 'RawNopBenchmark\\.nop'",
        "docs/examples/run Quickstart",
        "mvn -B test -pl core,docs/examples -am",
        "\"$(bench/jdk25)/bin/java\" -version",
        "docker run --security-opt seccomp=profile.json image",
    })
    void rightCommandIsTaken(String command) {
        assertThat(complaints("docs/page.md", "```sh\n" + command + "\n```\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bench/bffoi|there is no bench/bffoi; write it as seen from the project's root",
        "bench/pom.xml clean|bench/pom.xml is not executable",
        "bench/bffio --rw=randraed|bffio: rw=randraed: unknown; use one of ",
        "bench/bffio --target-p98=1ms|bffio: --target-p98: unknown option",
        "bench/bffio bench/jobs/none.fio|there is no job file bench/jobs/none.fio",
        "bench/compare --file=/data/file|there is no option --file; there are --bffio, ",
        "bench/compare --bffio='bench/bffio --depth=1'|bffio: --depth: unknown option",
        "bench/compare -- --name=x --bs=4q|bffio: bs=4q: unknown unit",
        "bench/peers --iodepth=32|there is no option --iodepth; there are --bs, ",
        "bench/jmh RawNopp|there is no benchmark whose name has RawNopp",
        "docs/examples/run Slowstart|there is no example Slowstart",
        "mvn -B test -pl kernel|there is no module kernel",
        "\"$(bench/jdk52)/bin/java\" -version|there is no bench/jdk52; write it as seen from the project's root",
        "$ bench/bffio|a prompt; leave it out",
    })
    void wrongCommandIsFound(String commandAndComplaint) {
        String command = commandAndComplaint.substring(0, commandAndComplaint.indexOf('|'));
        String complaint = commandAndComplaint.substring(command.length() + 1);
        assertThat(complaints("docs/page.md", "so:\n\n```sh\n" + command + "\n```\n")).singleElement().asString()
                .startsWith("docs/page.md:3: " + command.replaceAll("['\"]", "") + ": ").contains(complaint);
    }

    @Test
    void wrongCommandInBackticksIsFound() {
        assertThat(complaints("docs/page.md", "so `bench/bffio --depht=1` does; `pread / pwrite` and `a/b` are none\n")).singleElement().asString()
                .startsWith("docs/page.md:1: bench/bffio --depht=1: bffio: --depht: unknown option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/bffio.md", "docs/bffio-reports.md"})
    void optionsInBackticksAreBffiosOrComparesOrPeers(String page) throws IOException {
        Set<String> known = new TreeSet<>(CommandCheck.peersOptions());
        known.addAll(CommandCheck.optionNames(Compare.class));
        Stream.of(JobOption.values()).flatMap(option -> option.names().stream()).map(name -> "--" + name).forEach(known::add);
        Stream.of(RunOption.values()).map(option -> "--" + option.fioName()).forEach(known::add);
        IgnoredOptions.names().forEach(name -> known.add("--" + name));
        List<String> named = Pattern.compile("`(--[a-z][\\w-]*)").matcher(Files.readString(ROOT.resolve(page))).results().map(found -> found.group(1)).toList();
        assertThat(named).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void commandInATableIsReadAsItIsShown() {
        assertThat(PageCommands.of(ROOT, "docs/page.md", "| a |\n|---|\n| `bench/jmh 'RawNop\\|RawRead'` |\n")).singleElement()
                .isEqualTo(new PageCommands.Command("docs/page.md:3", List.of("bench/jmh", "RawNop|RawRead")));
    }

    private static List<String> complaints(String page, String markdown) {
        CommandCheck check = new CommandCheck(ROOT);
        return PageCommands.of(ROOT, page, markdown).stream().flatMap(command -> check.complaints(command).stream()).toList();
    }
}
