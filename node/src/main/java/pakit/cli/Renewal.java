package pakit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a jar anew, its classes in today's format: what they do stays as it is. The JVM's start-up cache keeps no
/// classes from before Java 6, as picocli's are, and checks them slowly each time they are loaded. The launcher runs it
/// when it prepares what was built.
final class Renewal {
    private Renewal() {}

    /// @param words the jar, and the one to write
    public static void main(String[] words) throws IOException {
        renew(Path.of(words[0]), Path.of(words[1]));
    }

    static void renew(Path jar, Path renewed) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(renewed);
                ZipOutputStream to = new ZipOutputStream(file);
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (ZipEntry entry : Collections.list(from.entries())) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(isClass(entry) ? today(format, content(from, entry)) : content(from, entry));
                to.closeEntry();
            }
        }
    }

    /// Descriptions of modules, and classes for one Java alone, lie under META-INF and are left as they are.
    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static byte[] content(ZipFile jar, ZipEntry entry) {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From this format on, a method says what types its variables have where ways meet. That is worked out here, and
    /// for it the bodies have to be taken apart.
    private static byte[] today(ClassFile format, byte[] before) {
        ClassTransform version = (to, element) -> {
            if (element instanceof ClassFileVersion) {
                to.withVersion(ClassFile.latestMajorVersion(), 0);
            } else {
                to.with(element);
            }
        };
        return format.transformClass(
                format.parse(before),
                version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }
}
