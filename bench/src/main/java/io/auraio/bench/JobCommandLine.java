package io.auraio.bench;

import io.auraio.Engine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Turns the command line into a run, or into the one line that says what is wrong with it.
 *
 * <p>The order of the options is what they mean: each {@code --name} begins a job. So their values are gathered as picocli comes upon them.
 */
final class JobCommandLine {
    private static final String HELP = "--help";
    private static final String VERSION = "--version";

    private final List<Map.Entry<JobOption, String>> jobOptions = new ArrayList<>();
    private final Map<RunOption, List<String>> runOptions = new EnumMap<>(RunOption.class);
    private final List<String> jobFiles = new ArrayList<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private final Set<String> switches = new HashSet<>();
    private final CommandLine picocli = new CommandLine(commandSpec());

    JobCommandLine() {
        // An argument that begins with @ is a wrong argument here, not a file of arguments.
        picocli.setExpandAtFiles(false);
        picocli.setOverwrittenOptionsAllowed(true);
    }

    /** The run; empty where help or the version was asked for and has been printed. {@code notes} gets what the user should know. */
    Optional<RunPlan> parse(String[] arguments, PrintStream out, Consumer<String> notes) throws Refusal {
        CommandLine.ParseResult parsed;
        try {
            parsed = picocli.parseArgs(withValues(arguments));
        } catch (CommandLine.ParameterException e) {
            throw refusalOf(e);
        }
        if (parsed.isUsageHelpRequested()) {
            picocli.usage(out, CommandLine.Help.Ansi.OFF);
            return Optional.empty();
        }
        if (parsed.isVersionHelpRequested()) {
            picocli.printVersionHelp(out, CommandLine.Help.Ansi.OFF);
            return Optional.empty();
        }
        ignored.forEach(name -> notes.accept("bffio: --" + name + ": " + IgnoredOptions.reason(name).orElseThrow()));
        RunOptions options = RunOptions.of(runOptions);
        JobSections sections = new JobSections(Set.copyOf(runOptions.getOrDefault(RunOption.SECTION, List.of())));
        for (Map.Entry<JobOption, String> given : jobOptions) {
            OptionValue value = Variables.keywords(given.getKey(), OptionValue.commandLine(given.getValue()));
            if (given.getKey() == JobOption.NAME) {
                sections.begin(value);
            } else {
                sections.put(given.getKey(), value);
            }
        }
        JobFileReader reader = new JobFileReader(sections, notes);
        for (String file : jobFiles) {
            reader.read(file);
        }
        RunPlan plan = new RunPlan(options, sections.globalOptions(), sections.stages());
        plan.refuseWrites();
        sections.engines().forEach(name -> notes.accept("bffio: ioengine=" + name + ": accepted; bffio's engine is always AuraIO, on io_uring"));
        return Optional.of(plan);
    }

    /** A switch without a value means 1; said so, since picocli would take the next argument for its value. */
    private String[] withValues(String[] arguments) {
        return Arrays.stream(arguments).map(argument -> switches.contains(argument) ? argument + "=1" : argument).toArray(String[]::new);
    }

    private static Refusal refusalOf(CommandLine.ParameterException e) {
        String help = "; bffio --help lists the options";
        return switch (e) {
            case CommandLine.UnmatchedArgumentException unmatched -> Refusal.usage(describe(unmatched) + help);
            case CommandLine.MissingParameterException missing when missing.getMissing().getFirst() instanceof OptionSpec option ->
                Refusal.usage(option.names()[0] + ": needs a value, " + option.names()[0] + "=" + option.paramLabel() + help);
            default -> Refusal.usage(e.getMessage() + help);
        };
    }

    private static String describe(CommandLine.UnmatchedArgumentException e) {
        String argument = e.getUnmatched().getFirst();
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> similar = e.getSuggestions();
        boolean close = similar.size() == 1;
        return name + ": unknown option" + (close ? "; did you mean " + similar.getFirst() + "?" : "");
    }

    private CommandSpec commandSpec() {
        CommandSpec spec = CommandSpec.create().name("bffio").version("bffio-" + Engine.version());
        spec.usageMessage()
                .width(110)
                .header("Measures how fast a file or device is through AuraIO, and how many operations in flight it takes.")
                .abbreviateSynopsis(true)
                .sortOptions(false);
        for (JobOption option : JobOption.values()) {
            add(spec, option.names(), option.valueLabel(), option.help(), option.isSwitch(), value -> jobOptions.add(Map.entry(option, value)));
        }
        for (RunOption option : RunOption.values()) {
            add(spec, List.of(option.fioName()), option.valueLabel(), option.help(), option.isSwitch(),
                    value -> runOptions.computeIfAbsent(option, _ -> new ArrayList<>()).add(value));
        }
        for (String name : IgnoredOptions.names()) {
            OptionSpec.Builder builder = option(List.of(name), "<value>", "", _ -> ignored.add(name));
            spec.addOption(builder.arity("0..1").fallbackValue("1").hidden(true).build());
        }
        spec.addPositional(PositionalParamSpec.builder().type(String[].class).arity("0..*").paramLabel("<job file>")
                .description("Job files in fio's format; - is standard input. Options before --name hold for their jobs, too.")
                .hasInitialValue(false).setter(setter(values -> jobFiles.addAll(List.of((String[]) values)))).build());
        spec.addOption(OptionSpec.builder(HELP).usageHelp(true).description("Print this and stop.").build());
        spec.addOption(OptionSpec.builder(VERSION).versionHelp(true).description("Print the version and stop.").build());
        return spec;
    }

    private void add(CommandSpec spec, List<String> names, String label, String help, boolean isSwitch, Consumer<String> taker) {
        spec.addOption(option(names, label, help, taker).build());
        if (isSwitch) {
            names.forEach(name -> switches.add("--" + name));
        }
    }

    private static OptionSpec.Builder option(List<String> names, String label, String help, Consumer<String> taker) {
        return OptionSpec.builder(names.stream().map(name -> "--" + name).toArray(String[]::new))
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(help.replace("%", "%%"))
                .hasInitialValue(false)
                .setter(setter(value -> taker.accept((String) value)));
    }

    /** picocli hands over each value as it comes upon it, and nulls in between. */
    private static ISetter setter(Consumer<Object> taker) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                if (value != null) {
                    taker.accept(value);
                }
                return null;
            }
        };
    }
}
