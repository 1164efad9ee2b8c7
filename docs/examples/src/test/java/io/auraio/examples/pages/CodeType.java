package io.auraio.examples.pages;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A type of the library as pages know it: by its simple name, with its members, and the values of its constants. */
final class CodeType {
    private static final Set<String> PACKAGES =
            Set.of("io.auraio", "io.auraio.adaptive", "io.auraio.bufferpool", "io.auraio.channels", "io.auraio.metrics", "io.auraio.syscall");

    private final Class<?> type;

    CodeType(Class<?> type) {
        this.type = type;
    }

    /** The type of that simple name; empty where it is none of the library's. */
    static Optional<CodeType> find(String simpleName) {
        for (String each : PACKAGES) {
            try {
                return Optional.of(new CodeType(Class.forName(each + "." + simpleName)));
            } catch (ClassNotFoundException e) {
                // In one of the others, then, or in none.
            }
        }
        return Optional.empty();
    }

    boolean isEnum() {
        return type.isEnum();
    }

    /** Whether something of that name can be used on it. */
    boolean has(String member) {
        Stream<Member> members = Stream.of(type.getMethods(), type.getDeclaredMethods(), type.getDeclaredFields()).flatMap(Arrays::stream);
        Stream<String> nested = Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName);
        return Stream.concat(members.map(Member::getName), nested).anyMatch(member::equals);
    }

    /** The names of its constants, in alphabetical order. */
    Set<String> members() {
        return type.isEnum() ? enumConstants() : new TreeSet<>(values().keySet());
    }

    private Set<String> enumConstants() {
        Set<String> names = new TreeSet<>();
        Stream.of(type.getEnumConstants()).map(Object::toString).forEach(names::add);
        return names;
    }

    /**
     * The constants by name: the static final fields; of a record with a builder also what the builder holds when nothing is set; of a record that has an
     * instance of itself, such as {@code DEFAULT}, what that one holds.
     */
    Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()) && !field.isSynthetic()) {
                values.put(field.getName(), valueOf(field));
            }
        }
        if (type.isRecord()) {
            instance(values).ifPresent(instance -> {
                for (RecordComponent component : type.getRecordComponents()) {
                    values.put(component.getName(), valueOf(component, instance));
                }
            });
        }
        return values;
    }

    private Optional<Object> instance(Map<String, Object> statics) {
        if (has("builder")) {
            try {
                Object builder = type.getMethod("builder").invoke(null);
                return Optional.of(builder.getClass().getMethod("build").invoke(builder));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("the defaults of " + type, e);
            }
        }
        return statics.values().stream().filter(type::isInstance).findFirst();
    }

    private static Object valueOf(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("the value of " + field, e);
        }
    }

    private static Object valueOf(RecordComponent component, Object instance) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the value of " + component, e);
        }
    }
}
