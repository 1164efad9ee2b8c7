package io.auraio.bench;

import java.nio.file.OpenOption;
import java.util.Arrays;

/** Open options of the JDK's own file channels that java.base does not have. */
public final class JdkOpenOptions {
    /** O_DIRECT, open(2); where the file system has it not, opening throws an IOException or an UnsupportedOperationException. */
    public static final OpenOption O_DIRECT = byName("com.sun.nio.file.ExtendedOpenOption", "DIRECT");

    private JdkOpenOptions() {}

    /** By name: it is supported API (module jdk.unsupported), yet javac warns at each mention and nothing can tell it that this one is meant. */
    private static OpenOption byName(String enumName, String constantName) {
        try {
            return Arrays.stream(Class.forName(enumName).getEnumConstants())
                    .filter(constant -> constant.toString().equals(constantName))
                    .map(OpenOption.class::cast)
                    .findAny()
                    .orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new LinkageError("this JDK has no module jdk.unsupported", e);
        }
    }
}
