package pakit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How many source lines the code of each method spans, as its class file says. A lambda counts for itself and within
/// its method; what the compiler made, and initialisers of fields, count nowhere.
final class MethodLengths {
    /// @param lines from the first line with code to the last
    record Method(String name, int lines) {}

    private MethodLengths() {}

    static List<Method> ofAll() {
        List<Method> methods = new ArrayList<>();
        for (JavaClass type : ShippedClasses.ALL) {
            type.getSource().ifPresent(source -> read(type.getName(), source.getUri(), methods));
        }
        return methods;
    }

    private static void read(String type, URI classFile, List<Method> methods) {
        try (InputStream in = classFile.toURL().openStream()) {
            for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
                String name = method.methodName().stringValue();
                int lines = name.startsWith("<") ? 0 : lines(method);
                if (lines > 0) {
                    methods.add(new Method(type + "." + name, lines));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(MethodModel method) {
        Optional<List<LineNumberInfo>> table = method.code()
                .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
                .map(attribute -> attribute.lineNumbers());
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (LineNumberInfo entry : table.orElse(List.of())) {
            first = Math.min(first, entry.lineNumber());
            last = Math.max(last, entry.lineNumber());
        }
        return last == 0 ? 0 : last - first + 1;
    }
}
