package io.auraio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileReaderTest {
    private final List<String> notes = new ArrayList<>();

    @TempDir
    private Path folder;

    private List<JobSpec> jobs(String text, String... wanted) throws IOException, Refusal {
        Path file = Files.writeString(folder.resolve("jobs.fio"), text);
        JobSections sections = new JobSections(Set.of(wanted));
        new JobFileReader(sections, notes::add).read(file.toString());
        return sections.stages().stream().flatMap(List::stream).toList();
    }

    @Test
    void sectionsInheritWhatIsGlobalBeforeThem() throws Exception {
        List<JobSpec> jobs = jobs("""
                ; comment
                # comment
                [global]
                size=1m ; after the value
                  rw = randread   # as well

                [a]
                bs=8k
                direct
                [global]
                rw=randwrite
                [b]
                """);
        assertThat(jobs).extracting(JobSpec::name).containsExactly("a", "b");
        assertThat(jobs).extracting(JobSpec::pattern).containsExactly(IoPattern.RANDREAD, IoPattern.RANDWRITE);
        assertThat(jobs).extracting(JobSpec::blockBytes).containsExactly(8192, 4096);
        assertThat(jobs.getFirst().files().direct()).isEqualTo(DirectIo.REQUIRED);
    }

    @Test
    void includedOptionsBelongToTheSection() throws Exception {
        Files.writeString(folder.resolve("inner.fio"), "bs=16k\n");
        Files.writeString(folder.resolve("outer.fio"), "rw=write\ninclude inner.fio\n");
        List<JobSpec> jobs = jobs("[a]\nsize=1m\ninclude outer.fio\n[b]\nsize=1m\n");
        assertThat(jobs).extracting(JobSpec::blockBytes).containsExactly(16384, 4096);
        assertThat(jobs).extracting(JobSpec::pattern).containsExactly(IoPattern.WRITE, IoPattern.READ);
    }

    @Test
    void onlyTheSectionsThatAreWantedAreTaken() throws Exception {
        assertThat(jobs("[global]\nsize=1m\n[a]\n[b]\n[c]\n", "b")).extracting(JobSpec::name).containsExactly("b");
        assertThatThrownBy(() -> jobs("[a]\nsize=1m\n", "x")).hasMessage("section=x: no such job; name a [section] of the job files");
    }

    @Test
    void keywordsAndSumsAreWorkedOut() throws Exception {
        JobSpec job = jobs("[a]\nsize=64*$pagesize\nbs=(2^3*512)\niodepth=$ncpus\nthinktime=(2*50)\n").getFirst();
        assertThat(job.region().size()).hasValueSatisfying(size -> assertThat(size.value()).isGreaterThanOrEqualTo(64 * 4096).isEqualTo(size.value() / 64 * 64));
        assertThat(job.blockBytes()).isEqualTo(4096);
        assertThat(job.depth().ioDepth()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(job.pace().thinkNanos()).isEqualTo(100_000);
    }

    @Test
    void anOptionThatChangesNothingIsNamedAndLeftOut() throws Exception {
        assertThat(jobs("[a]\nsize=1m\nthread\n")).hasSize(1);
        assertThat(notes).containsExactly("bffio: " + folder + "/jobs.fio:3: thread: ignored; bffio's jobs are always threads");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'[a]~size=1m~zonemode=zbd' | 3: zonemode: not an option of bffio's; leaving it out could change what is measured, so take the line out or change it (bffio --help lists the options)",
        "'size=1m~[a]'    | 1: size=1m: before any [section]; begin with [global] or the name of a job",
        "'[a]~bs'         | 2: bs: needs a value, bs=<size>",
        "'[a'             | 1: [a: not closed; write [name]",
        "'[]'             | 1: name=: a job needs a name that is not empty",
        "'[a]~size=4q'    | 2: size=4q: unknown unit 'q'; use a whole number of bytes, or one with k, m, g or t (powers of 1024), for example 4k",
        "'[global]~~bs=0~[a]~size=1m' | 3: bs=0: out of range; use 1 byte to 128m, for example 4k",
        "'[a]~size=(4k/0)' | 2: size=(4k/0): does not come to a whole number from 0; use + - * / % ^ and parentheses, for example (4k*16)",
        "'[a]~size=(2-3)' | 2: size=(2-3): does not come to a whole number from 0; use + - * / % ^ and parentheses, for example (4k*16)",
        "'[a]~ioengine=net' | 2: ioengine=net: not one that reads and writes files, or unknown; bffio's engine stands in for auraio, io_uring, libaio, mmap, posixaio, psync, pvsync, pvsync2, splice, sync, vsync",
        "'[a]~include nope.fio' | 2: NOPE: not a job file that can be read (No such file or directory); name one that is there",
        "'[a]~include jobs.fio' | 1: [a]: an included file holds options only, no sections",
    })
    void whatIsWrongIsNamedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> jobs(text.replace('~', '\n')))
                .isInstanceOf(Refusal.class)
                .hasMessage(folder + "/jobs.fio:" + message.replace("NOPE", folder + "/nope.fio"))
                .extracting(e -> ((Refusal) e).exitStatus()).isEqualTo(2);
    }

    @Test
    void aFileThatIncludesItselfIsRefused() throws IOException {
        Path loop = Files.writeString(folder.resolve("loop.fio"), "include loop.fio\n");
        assertThatThrownBy(() -> jobs("[a]\ninclude loop.fio\n"))
                .hasMessage(loop + ":1: include loop.fio: 16 files deep; a file must not include itself");
    }

    @Test
    void aFileWithoutAJobIsRefused() {
        assertThatThrownBy(() -> jobs("[global]\nsize=1m\n")).hasMessage("no job: the job files hold no [section] beside [global]; add one");
    }

    @Test
    void theEnvironmentStandsInValues() {
        assertThat(Variables.environment("${A}/x${B}y${NOT_SET}", Map.of("A", "1$2", "B", "2"))).isEqualTo("1$2/x2y");
    }
}
