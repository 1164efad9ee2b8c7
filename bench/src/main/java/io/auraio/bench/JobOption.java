package io.auraio.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every option of a job: its name and aliases, which are fio's, and what it means.
 *
 * <p>The one table behind the command line, its help, and job files; {@link JobSpec} and its parts read the values.
 */
enum JobOption {
    NAME("name", "<name>",
            "Name of a job; each one begins another job. With it, what is not given has fio's default: --rw=read, --direct=0, once over --size."
            + " Options before the first --name, or after --name=global, are for all jobs that follow."
            + " Without any, the options change bffio's own job: random 4 KiB reads for five seconds."),
    DESCRIPTION("description", "<text>", "A text for the report."),
    RW("rw", "<pattern>", "read, write, randread, randwrite, rw (or readwrite), randrw.", "readwrite"),
    RWMIXREAD("rwmixread", "<percent>", "Share of reads in a mix; default 50."),
    RWMIXWRITE("rwmixwrite", "<percent>", "Share of writes in a mix; default 50."),
    BS("bs", "<size>", "Block size, 1 to 128m; default 4k. k, m and g are powers of 1024.", "blocksize"),
    SIZE("size", "<size|percent>", "How much of the file, or of all files together, to work on; default 256m, or all of --filename."),
    OFFSET("offset", "<size|percent>", "Where in each file to begin; default 0.", "fileoffset"),
    OFFSET_INCREMENT("offset_increment", "<size>", "Added to --offset for each further job of --numjobs; default 0."),
    IO_SIZE("io_size", "<size|percent>", "How much to read and write in all, less or more than --size; default --size.", "io_limit"),
    LOOPS("loops", "<count>", "How often to do the job; default 1."),
    FILENAME("filename", "<path[:path]>",
            "Files or block devices to work on; never truncated, never removed. One that is not there is made where --size is given."),
    FILENAME_FORMAT("filename_format", "<format>", "Names of the files that are made; default $jobname.$jobnum.$filenum."),
    DIRECTORY("directory", "<path[:path]>", "Where files are made; default the current folder, for bffio's own job $TMPDIR or /tmp."),
    NRFILES("nrfiles", "<count>", "How many files a job works on; default 1.", "nr_files"),
    FILESIZE("filesize", "<size>", "Size of each file; default --size divided by --nrfiles."),
    FILE_SERVICE_TYPE("file_service_type", "<order>", "Which file comes next: roundrobin (default), sequential, random; a file gets so many blocks in a row."),
    OVERWRITE("overwrite", "<0|1>", "1: fill files before writing to them; bffio's own job always does."),
    UNLINK("unlink", "<0|1>", "1: remove the files that the job made once it is over; bffio's own job always does."),
    CREATE_ONLY("create_only", "<0|1>", "1: only make the files."),
    DIRECT("direct", "<0|1>", "1: O_DIRECT, past the page cache."),
    BUFFERED("buffered", "<0|1>", "0: the same as --direct=1."),
    INVALIDATE("invalidate", "<0|1>", "0 only: what is cached stays cached; fio's default of 1 drops it before each job."),
    RUNTIME("runtime", "<time>", "The longest to run, in seconds or with a unit: 10, 500ms, 2m.", "timeout"),
    TIME_BASED("time_based", "<0|1>", "Run for the whole --runtime, over the file again and again."),
    RAMP_TIME("ramp_time", "<time>", "Run so long before anything is counted; in seconds or with a unit."),
    STARTDELAY("startdelay", "<time>", "Begin so late; in seconds or with a unit.", "start_delay"),
    NUMJOBS("numjobs", "<count>", "How many of this job to run at the same time; default 1."),
    STONEWALL("stonewall", "<0|1>", "Begin once all jobs before this one have ended.", "wait_for_previous"),
    NEW_GROUP("new_group", "<0|1>", "Begin a new group in the report."),
    GROUP_REPORTING("group_reporting", "<0|1>", "One report for each group instead of one for each job."),
    IODEPTH("iodepth", "<count>", "The most operations in flight, 1 to 32768; the engine finds the best depth up to it."
            + " Without it 256, and the search begins at 64; with it the search begins there, unless there is a --target-p99."),
    TARGET_P99("target-p99", "<time>", "Keep the P99 latency under this: 500us, 2ms; a bare number is microseconds."),
    CONTROLLER("controller", "<rules>", "What finds the depth: knee (default), aimd (AuraIO in C), or fixed, which keeps --iodepth as fio does."),
    EFFICIENCY("efficiency", "<percent>",
            "What more depth must bring: gain of IOPS over gain of depth, 1 to 50; default 10, and 3 with --iodepth or --target-p99, to be as fast as fio or the"
            + " target allow."),
    RING_SELECT("ring-select", "<order>", "adaptive, cpu-local or round-robin; accepted: a job drives one ring of its own, so there is nothing to select."),
    IOENGINE("ioengine", "<name>", "Accepted: bffio's engine is always AuraIO."),
    SQTHREAD_POLL("sqthread_poll", "<0|1>",
            "1: a thread of the kernel's takes the submissions of each job, and keeps a CPU busy; --iodepth is 8192 at most then."),
    RANDSEED("randseed", "<number>", "Seed of the random offsets; default the same in every run."),
    NORANDOMMAP("norandommap", "<0|1>", "1: draw each random offset anew; default: each block once before any comes again."),
    FSYNC("fsync", "<count>", "fsync after so many writes; default 0, never."),
    FDATASYNC("fdatasync", "<count>", "fdatasync after so many writes; default 0, never."),
    END_FSYNC("end_fsync", "<0|1>", "1: fsync the files at the end of the job."),
    THINKTIME("thinktime", "<time>", "Pause after --thinktime_blocks blocks; a bare number is microseconds."),
    THINKTIME_BLOCKS("thinktime_blocks", "<count>", "Blocks between two pauses; default 1."),
    RATE("rate", "<size>[,<size>]", "The most bytes a second; with a comma for reads and writes."),
    RATE_IOPS("rate_iops", "<count>[,<count>]", "The most operations a second; with a comma for reads and writes."),
    ZERO_BUFFERS("zero_buffers", "<0|1>", "1: write zeros; default: random data."),
    BUFFER_PATTERN("buffer_pattern", "<pattern>", "Write this over and over: 0xdeadbeef, a number, or \"text\"."),
    VERIFY("verify", "<method>", "Read back what was written, or check what is read: crc32c (fio's headers) or pattern."),
    VERIFY_PATTERN("verify_pattern", "<pattern>", "What --verify=pattern writes and expects: 0xdeadbeef, a number, \"text\"; %o is the block's offset."),
    DO_VERIFY("do_verify", "<0|1>", "0: with --verify, write the headers but do not read back.");

    /** The names and aliases of all. */
    private static final Map<String, JobOption> BY_NAME = Arrays.stream(values())
            .flatMap(option -> option.names().stream().map(name -> Map.entry(name, option)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String fioName;
    private final String valueLabel;
    private final String help;
    private final List<String> aliases;

    JobOption(String fioName, String valueLabel, String help, String... aliases) {
        this.fioName = fioName;
        this.valueLabel = valueLabel;
        this.help = help;
        this.aliases = List.of(aliases);
    }

    /** The option of that name or alias. */
    static Optional<JobOption> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    String fioName() {
        return fioName;
    }

    List<String> names() {
        return Stream.concat(Stream.of(fioName), aliases.stream()).toList();
    }

    String valueLabel() {
        return valueLabel;
    }

    String help() {
        return help;
    }

    /** Whether the value is a number, with or without a unit. */
    boolean isNumber() {
        return valueLabel.matches("<(size|count|percent|number|time).*");
    }

    /** Whether the name alone means 1, as in {@code --time_based}. */
    boolean isSwitch() {
        return valueLabel.equals("<0|1>");
    }
}
