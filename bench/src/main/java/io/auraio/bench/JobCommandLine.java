package io.auraio.bench;

import io.auraio.Engine;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Turns the command line into a job, or into the one line that says what is wrong with it. */
final class JobCommandLine {
    private static final String HELP = "--help";
    private static final String VERSION = "--version";

    private final CommandLine picocli = new CommandLine(commandSpec());

    JobCommandLine() {
        // An argument that begins with @ is a wrong argument here, not a file of arguments.
        picocli.setExpandAtFiles(false);
    }

    /** The job; empty where help or the version was asked for and has been printed. */
    Optional<JobSpec> parse(String[] arguments, PrintStream out) throws Refusal {
        CommandLine.ParseResult parsed;
        try {
            parsed = picocli.parseArgs(arguments);
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
        JobSettings settings = new JobSettings();
        for (JobOption option : JobOption.values()) {
            String value = parsed.matchedOptionValue("--" + option.fioName(), null);
            if (value != null) {
                option.set(settings, value);
            }
        }
        return Optional.of(settings.toSpec());
    }

    private static Refusal refusalOf(CommandLine.ParameterException e) {
        String help = "; bffio --help lists the options";
        return switch (e) {
            case CommandLine.UnmatchedArgumentException unmatched -> Refusal.usage(describe(unmatched) + help);
            case CommandLine.MissingParameterException missing when missing.getMissing().getFirst() instanceof OptionSpec option ->
                Refusal.usage(option.longestName() + ": needs a value, " + option.longestName() + "=" + option.paramLabel() + help);
            case CommandLine.OverwrittenOptionException twice when twice.getOverwritten() instanceof OptionSpec option ->
                Refusal.usage(option.longestName() + ": given twice; give it once (bffio runs one job)");
            default -> Refusal.usage(e.getMessage() + help);
        };
    }

    private static String describe(CommandLine.UnmatchedArgumentException e) {
        String argument = e.getUnmatched().getFirst();
        if (!argument.startsWith("-")) {
            return argument + ": unexpected; bffio takes options only, such as --bs=4k";
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> similar = e.getSuggestions();
        boolean close = similar.size() == 1;
        return name + ": unknown option" + (close ? "; did you mean " + similar.getFirst() + "?" : "");
    }

    private static CommandSpec commandSpec() {
        CommandSpec spec = CommandSpec.create().name("bffio").version("bffio-" + Engine.version());
        spec.usageMessage()
                .width(110)
                .header("Measures how fast a file or device is through AuraIO, and how many operations in flight it takes.")
                .abbreviateSynopsis(true)
                .sortOptions(false);
        Arrays.stream(JobOption.values()).map(JobCommandLine::optionSpec).forEach(spec::addOption);
        spec.addOption(OptionSpec.builder(HELP).usageHelp(true).description("Print this and stop.").build());
        spec.addOption(OptionSpec.builder(VERSION).versionHelp(true).description("Print the version and stop.").build());
        return spec;
    }

    private static OptionSpec optionSpec(JobOption option) {
        OptionSpec.Builder builder = OptionSpec.builder("--" + option.fioName())
                .type(String.class)
                .paramLabel(option.valueLabel())
                .description(option.help());
        return (option.isSwitch() ? builder.arity("0..1").fallbackValue("1") : builder.arity("1")).build();
    }
}
