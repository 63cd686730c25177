package pakit.bench.store;

import java.util.Locale;

/// Where packages come from, by the ordinary client of their registry. Packing and unpacking are lines of shell.
///
/// Set for them are: `PACKAGE` and `VERSION`; `FETCHED`, an empty directory for what is fetched, and later the
/// directory where it lies; `OUT`, an existing directory to unpack into.
enum Source {
    NPM(
            "cd \"$FETCHED\" && npm pack --silent \"$PACKAGE@$VERSION\"",
            "tar -xzf \"$FETCHED\"/*.tgz -C \"$OUT\" --strip-components=1"),
    MAVEN("""
            cd "$FETCHED"
            export MAVEN_OPTS="-XX:TieredStopAtLevel=1"
            copy=org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy
            mvn -B -q "$copy" -Dartifact="$PACKAGE:$VERSION" -DoutputDirectory="$FETCHED/classes"
            mvn -B -q "$copy" -Dartifact="$PACKAGE:$VERSION:jar:sources" -DoutputDirectory="$FETCHED/sources"
            """, """
            mkdir "$OUT/classes" "$OUT/sources"
            cd "$OUT/classes" && "$JDK/bin/jar" -xf "$FETCHED"/classes/*.jar
            cd "$OUT/sources" && "$JDK/bin/jar" -xf "$FETCHED"/sources/*.jar
            """),
    /// The version takes the place of a star in the name: kernels have packages of their own.
    DEBIAN(
            "cd \"$FETCHED\" && apt-get -q download \"${PACKAGE%\\**}$VERSION${PACKAGE#*\\*}\"",
            "dpkg-deb -x \"$FETCHED\"/*.deb \"$OUT\""),
    /// Made here.
    DATABASE("", "");

    private final String fetch;
    private final String unpack;

    Source(String fetch, String unpack) {
        this.fetch = fetch;
        this.unpack = unpack;
    }

    String fetch() {
        return fetch;
    }

    String unpack() {
        return unpack;
    }

    static Source parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
