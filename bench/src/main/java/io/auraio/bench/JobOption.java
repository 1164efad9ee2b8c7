package io.auraio.bench;

/**
 * Every option of a job: its name, which is fio's, what it means, and where its value goes.
 *
 * <p>The one table behind the command line and its help.
 */
enum JobOption {
    NAME("name", "<name>", JobSettings::name,
            "Name of the job. With it, what is not given has fio's default: --rw=read, --direct=0, once over --size."
            + " Without it, the options change bffio's own job: random 4 KiB reads for five seconds."),
    RW("rw", "<pattern>", JobSettings::pattern, "read, write, randread or randwrite."),
    BS("bs", "<size>", JobSettings::blockSize, "Block size, 1 to 128m; default 4k. k, m and g are powers of 1024."),
    SIZE("size", "<size>", JobSettings::size, "How much of the file to work on; default 256m, or all of --filename."),
    FILENAME("filename", "<path>", JobSettings::filename,
            "File or block device to work on; never truncated, never removed. One that is not there is made where --size is given."),
    DIRECTORY("directory", "<path>", JobSettings::directory, "Where the file is made; default $TMPDIR or /tmp. What bffio made, it removes."),
    DIRECT("direct", "<0|1>", JobSettings::direct, "1: O_DIRECT, past the page cache."),
    RUNTIME("runtime", "<time>", JobSettings::runtime, "The longest to run, in seconds or with a unit: 10, 500ms, 2m."),
    TIME_BASED("time_based", "<0|1>", JobSettings::timeBased, "Run for the whole --runtime, over the file again and again."),
    IODEPTH("iodepth", "<count>", JobSettings::ioDepth,
            "The most operations in flight, 1 to 32768; default 256. The engine finds the best depth up to it."),
    TARGET_P99("target-p99", "<time>", JobSettings::targetP99, "Keep the P99 latency under this: 500us, 2ms; a bare number is microseconds."),
    CONTROLLER("controller", "<rules>", JobSettings::depthControl,
            "What finds the depth: knee (default), aimd (AuraIO in C), or fixed, which keeps --iodepth as fio does.");

    private final String fioName;
    private final String valueLabel;
    private final Setter setter;
    private final String help;

    JobOption(String fioName, String valueLabel, Setter setter, String help) {
        this.fioName = fioName;
        this.valueLabel = valueLabel;
        this.setter = setter;
        this.help = help;
    }

    String fioName() {
        return fioName;
    }

    String valueLabel() {
        return valueLabel;
    }

    String help() {
        return help;
    }

    /** Whether the name alone means 1, as in {@code --time_based}. */
    boolean isSwitch() {
        return this == DIRECT || this == TIME_BASED;
    }

    /** Puts a value into the job's settings. */
    void set(JobSettings settings, String value) throws Refusal {
        setter.set(settings, value);
    }

    private interface Setter {
        void set(JobSettings settings, String value) throws Refusal;
    }
}
