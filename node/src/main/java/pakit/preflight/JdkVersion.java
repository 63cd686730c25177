package pakit.preflight;

/// The JDK is one that Pakit may run on.
public final class JdkVersion implements Check {
    private static final Runtime.Version LEAST = Runtime.Version.parse("25.0.3");
    private static final int FEATURE_BELOW = 26;

    private final Runtime.Version version;

    public JdkVersion(Runtime.Version version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "JDK version";
    }

    @Override
    public Finding look() {
        boolean fits = version.compareToIgnoreOptional(LEAST) >= 0 && version.feature() < FEATURE_BELOW;
        return fits
                ? Finding.pass("Java " + version)
                : Finding.fail(
                        "Java " + version + ", needed is " + LEAST + " or later, below " + FEATURE_BELOW,
                        "install such a JDK, or set PAKIT_JAVA_HOME to one; earlier ones can corrupt what native"
                                + " libraries write (JDK-8377811)");
    }
}
