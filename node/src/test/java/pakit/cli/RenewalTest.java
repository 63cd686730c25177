package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RenewalTest {
    private static final int JAVA_5 = 49;

    @TempDir
    Path directory;

    @Test
    void aClassOfJava5DoesTheSameInTodaysFormat() throws Exception {
        Path old = directory.resolve("old.jar");
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(old))) {
            jar.putNextEntry(new ZipEntry("Larger.class"));
            jar.write(larger());
            jar.putNextEntry(new ZipEntry("note.txt"));
            jar.write("as it is".getBytes(StandardCharsets.UTF_8));
        }
        Path renewed = directory.resolve("new.jar");
        Renewal.renew(old, renewed);
        try (URLClassLoader classes =
                        new URLClassLoader(new URL[] {renewed.toUri().toURL()}, null);
                InputStream note = classes.getResourceAsStream("note.txt")) {
            Class<?> larger = classes.loadClass("Larger");
            assertThat(larger.getMethod("of", int.class, int.class).invoke(null, 3, 5))
                    .isEqualTo(5);
            assertThat(note).hasContent("as it is");
        }
        assertThat(versions(renewed)).containsExactly(ClassFile.latestMajorVersion());
    }

    @Test
    void allOfPicocliStandsTheChecksOfTodaysFormat() throws Exception {
        Path renewed = directory.resolve("picocli.jar");
        Renewal.renew(jarOf(CommandLine.class), renewed);
        assertThat(versions(renewed)).containsOnly(ClassFile.latestMajorVersion());
        try (ZipFile jar = new ZipFile(renewed.toFile())) {
            for (ZipEntry entry : classes(jar)) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                assertThat(ClassFile.of().verify(bytes)).as(entry.getName()).isEmpty();
            }
        }
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// `static int of(int a, int b) { return a < b ? b : a; }`
    private static byte[] larger() {
        MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
                .build(
                        ClassDesc.of("Larger"),
                        made -> made.withVersion(JAVA_5, 0)
                                .withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "of",
                                        type,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.iload(0)
                                                .iload(1)
                                                .ifThenElse(
                                                        Opcode.IF_ICMPLT,
                                                        larger -> larger.iload(1),
                                                        smaller -> smaller.iload(0))
                                                .ireturn()));
    }

    private static List<Integer> versions(Path renewed) throws IOException {
        try (ZipFile jar = new ZipFile(renewed.toFile())) {
            return classes(jar).stream().map(entry -> version(jar, entry)).toList();
        }
    }

    private static int version(ZipFile jar, ZipEntry entry) {
        try (InputStream in = jar.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes()).majorVersion();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<? extends ZipEntry> classes(ZipFile jar) {
        return Collections.list(jar.entries()).stream()
                .filter(entry ->
                        entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/"))
                .toList();
    }
}
