package io.auraio;

import static org.assertj.core.api.Assertions.assertThat;

import io.auraio.adaptive.Controller;
import io.auraio.bufferpool.BufferPool;
import io.auraio.syscall.Uring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the modules may know of each other and of native code, read from what was compiled. */
class ArchitectureTest {

    private static final Module SYSCALL = Uring.class.getModule();
    private static final Module CORE = Engine.class.getModule();
    private static final Module ADAPTIVE = Controller.class.getModule();
    private static final Module BUFFERPOOL = BufferPool.class.getModule();

    /** What reaches native code or memory without bounds: the restricted methods of java.lang.foreign, and the loading of libraries. */
    private static final Set<String> NATIVE_CLASSES = Set.of("java/lang/foreign/Linker", "java/lang/foreign/SymbolLookup", "sun/misc/Unsafe");

    private static final Set<String> NATIVE_METHODS = Set.of("reinterpret", "loadLibrary", "load");
    private static final Set<String> OWNERS_OF_NATIVE_METHODS =
            Set.of("java/lang/foreign/MemorySegment", "java/lang/System", "java/lang/Runtime");

    static Stream<Module> libraryModules() {
        return Stream.of(SYSCALL, ADAPTIVE, BUFFERPOOL, CORE);
    }

    @Test
    void arrowsRunFromCoreToTheLeavesAndNoFurther() {
        assertThat(required(SYSCALL)).containsExactly("java.base");
        assertThat(required(ADAPTIVE)).containsExactly("java.base");
        assertThat(required(BUFFERPOOL)).containsExactly("java.base");
        assertThat(required(CORE)).containsExactly("io.auraio.adaptive", "io.auraio.bufferpool", "io.auraio.syscall", "java.base", "jdk.jfr");
    }

    @Test
    void coreRunsWithoutTheModulesThatOnlySomeUsersWant() {
        assertThat(CORE.getDescriptor().requires().stream().filter(each -> each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)))
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder("java.management", "micrometer.core");
    }

    private static Set<String> required(Module module) {
        return module.getDescriptor().requires().stream()
                .filter(each -> !each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("libraryModules")
    void onlySyscallTouchesNativeCode(Module module) throws IOException {
        List<String> touching = classes(module).stream()
                .filter(ArchitectureTest::touchesNativeCode)
                .map(model -> model.thisClass().asInternalName())
                .toList();
        if (module == SYSCALL) {
            assertThat(touching).as("the scan finds what it looks for").contains("io/auraio/syscall/Native");
        } else {
            assertThat(touching).isEmpty();
        }
    }

    private static boolean touchesNativeCode(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry used && NATIVE_CLASSES.contains(used.asInternalName())) {
                return true;
            }
            if (entry instanceof MemberRefEntry member
                    && NATIVE_METHODS.contains(member.name().stringValue())
                    && OWNERS_OF_NATIVE_METHODS.contains(member.owner().asInternalName())) {
                return true;
            }
        }
        return model.methods().stream().anyMatch(method -> method.flags().has(AccessFlag.NATIVE));
    }

    @ParameterizedTest
    @MethodSource("libraryModules")
    void jarsHoldClassesAndNothingThatIsNative(Module module) throws IOException {
        try (ModuleReader reader = resolved(module).reference().open(); Stream<String> names = reader.list()) {
            assertThat(names.filter(name -> !name.endsWith("/")))
                    .allSatisfy(name -> assertThat(name).matches(".*\\.(class|properties)|META-INF/.*"));
        }
    }

    private static List<ClassModel> classes(Module module) throws IOException {
        try (ModuleReader reader = resolved(module).reference().open(); Stream<String> names = reader.list()) {
            return names.filter(name -> name.endsWith(".class") && !name.contains("Test") && !name.contains("Properties"))
                    .map(name -> parse(reader, name))
                    .toList();
        }
    }

    private static ClassModel parse(ModuleReader reader, String name) {
        try {
            return ClassFile.of().parse(reader.open(name).orElseThrow().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResolvedModule resolved(Module module) {
        return module.getLayer().configuration().findModule(module.getName()).orElseThrow();
    }
}
