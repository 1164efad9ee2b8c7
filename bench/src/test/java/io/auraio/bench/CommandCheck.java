package io.auraio.bench;

import io.auraio.bench.compare.Compare;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Whether a command can be given as a page shows it: its program is there, and takes what it is given. */
final class CommandCheck {
    private static final String PEERS = "io.auraio.bench.peers.Peers";

    /** A program that lies where another one says, as {@code $(bench/jdk25)/bin/java} does: the other one is the project's. */
    private static final Pattern ASKED = Pattern.compile("\\$\\(([^ )]+)\\)/.*");

    private final Path root;

    CommandCheck(Path root) {
        this.root = root;
    }

    List<String> complaints(PageCommands.Command command) {
        List<String> words = command.words();
        return complaints(words.getFirst(), words.subList(1, words.size())).stream()
                .map(what -> command.place() + ": " + String.join(" ", words) + ": " + what)
                .toList();
    }

    private List<String> complaints(String program, List<String> arguments) {
        if (program.equals("$")) {
            return List.of("a prompt; leave it out, so that the line can be copied");
        }
        Matcher asked = ASKED.matcher(program);
        if (asked.matches()) {
            return complaints(asked.group(1), arguments);
        }
        if (program.contains("/") && !program.startsWith("/") && !program.startsWith("~")) {
            Path file = root.resolve(program);
            if (!Files.exists(file)) {
                return List.of("there is no " + program + "; write it as seen from the project's root");
            }
            if (!arguments.isEmpty() && !Files.isExecutable(file)) {
                return List.of(program + " is not executable");
            }
        }
        return switch (program) {
            case "bench/bffio" -> bffio(arguments);
            case "bench/compare" -> compare(arguments);
            case "bench/peers" -> unknownOptions(arguments, peersOptions());
            case "bench/jmh" -> jmh(arguments);
            case "docs/examples/run" -> example(arguments);
            case "mvn" -> mvn(arguments);
            default -> List.of();
        };
    }

    /** What bffio itself says of the options; the files that they name need not be there, but the project's job files must. */
    private List<String> bffio(List<String> arguments) {
        List<String> complaints = new ArrayList<>();
        List<String> options = new ArrayList<>(List.of("--parse-only"));
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                options.add(argument);
            } else if (argument.startsWith("bench/") && !Files.exists(root.resolve(argument))) {
                complaints.add("there is no job file " + argument);
            }
        }
        Run run = Run.of(options.toArray(String[]::new));
        if (run.status() != 0) {
            complaints.addAll(run.err());
        }
        return complaints;
    }

    /** compare's own options, and after -- those for both tools; bffio's are in an option's value. */
    private List<String> compare(List<String> arguments) {
        int end = arguments.contains("--") ? arguments.indexOf("--") : arguments.size();
        List<String> complaints = new ArrayList<>(unknownOptions(arguments.subList(0, end), optionNames(Compare.class)));
        for (String argument : arguments.subList(0, end)) {
            if (argument.startsWith("--bffio=")) {
                List<String> words = List.of(argument.substring("--bffio=".length()).split(" "));
                complaints.addAll(complaints(words.getFirst(), words.subList(1, words.size())));
            }
        }
        if (end < arguments.size()) {
            complaints.addAll(bffio(arguments.subList(end + 1, arguments.size()).stream().filter(argument -> !argument.equals("...")).toList()));
        }
        return complaints;
    }

    private static List<String> unknownOptions(List<String> arguments, Set<String> known) {
        return arguments.stream().filter(argument -> argument.startsWith("--")).map(argument -> argument.replaceAll("=.*", ""))
                .filter(name -> !known.contains(name)).map(name -> "there is no option " + name + "; there are " + String.join(", ", known)).toList();
    }

    private List<String> jmh(List<String> arguments) {
        Optional<String> benchmark = arguments.stream().filter(argument -> !argument.startsWith("-")).findFirst();
        if (benchmark.isEmpty() || arguments.getFirst().startsWith("-")) {
            return List.of();
        }
        // JMH takes an expression for class and method; the class is what a file is named for.
        Pattern name = Pattern.compile(benchmark.get().split("\\\\?\\.")[0]);
        try (Stream<Path> files = Files.walk(root.resolve("bench/src/jmh"))) {
            return files.anyMatch(file -> name.matcher(file.getFileName().toString()).find())
                    ? List.of() : List.of("there is no benchmark whose name has " + benchmark.get());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> example(List<String> arguments) {
        boolean known = arguments.isEmpty() || Files.exists(root.resolve("docs/examples/src/main/java/io/auraio/examples/" + arguments.getFirst() + ".java"));
        return known ? List.of() : List.of("there is no example " + arguments.getFirst());
    }

    private List<String> mvn(List<String> arguments) {
        int modules = arguments.indexOf("-pl") + 1;
        return modules == 0 ? List.of() : Stream.of(arguments.get(modules).split(","))
                .filter(module -> !Files.exists(root.resolve(module).resolve("pom.xml"))).map(module -> "there is no module " + module).toList();
    }

    static Set<String> optionNames(Class<?> tool) {
        Set<String> names = new TreeSet<>(Set.of("--help"));
        for (Field field : tool.getDeclaredFields()) {
            CommandLine.Option option = field.getAnnotation(CommandLine.Option.class);
            if (option != null) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }

    /** By name: the tool is compiled after the tests, together with the benchmarks. */
    static Set<String> peersOptions() {
        try {
            return optionNames(Class.forName(PEERS));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
