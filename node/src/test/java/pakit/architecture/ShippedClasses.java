package pakit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The classes of all modules as they are shipped, read once. Code that protoc wrote is left out.
final class ShippedClasses {
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/pakit/ml/onnx/"))
            .withImportOption(location -> !location.contains("/pakit/oip/"))
            .importPackages("pakit");

    private ShippedClasses() {}
}
