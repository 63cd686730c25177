package pakit.bench.store;

import java.util.List;

/// Pakit and its peers, each used as its manual says, without encryption where that can be left out.
///
/// All bytes are to come back, so attributes and ignore lists that are part of a tree are overruled (git), and what has
/// the same time as before is looked at all the same (zpaq): many packages give all files one time. Versions lie in
/// directories of their own, so that nobody can tell by time and inode that a file is unchanged.
final class Contestants {
    static final String BALANCED = "Pakit, balanced";
    static final String ARCHIVE = "Pakit, archive";
    static final String SWIFT = "Pakit, swift";
    static final String NODE = "Pakit, balanced, by its node";
    static final String RESTIC = "restic";
    static final String BORG = "borg, zstd 3";
    static final String CASYNC = "casync";
    static final String GIT = "git + gc";
    static final String PATCHES = "zstd --patch-from";

    private Contestants() {}

    static List<Contestant> all() {
        return List.of(
                pakit(BALANCED, "balanced"),
                pakit(ARCHIVE, "archive"),
                pakit(SWIFT, "swift"),
                node(),
                restic(),
                borg(),
                casync(),
                zpaq(),
                git(),
                patches());
    }

    private static Contestant pakit(String name, String profile) {
        return new Contestant(
                name,
                "",
                "",
                "\"$PAKIT\" put \"$VERSION\" --name \"v$N\" --home \"$REPO\" --set profile=" + profile,
                "",
                "\"$PAKIT\" get \"v$N\" -o \"$OUT\" --home \"$REPO\"");
    }

    /// The node starts before the first version and stays; its profile is the default.
    private static Contestant node() {
        return new Contestant(
                NODE,
                "",
                """
                "$PAKIT" serve --port 0 --home "$REPO" >"$WORK/ready" &
                echo $! >"$WORK/pid"
                for i in $(seq 600); do
                    if grep -q ready "$WORK/ready"; then exit 0; fi
                    sleep 0.1
                done
                exit 1
                """,
                "\"$PAKIT\" put \"$VERSION\" --name \"v$N\" --home \"$REPO\"",
                "",
                "\"$PAKIT\" get \"v$N\" -o \"$OUT\" --home \"$REPO\"",
                """
                pid=$(cat "$WORK/pid")
                rm "$WORK/pid"
                kill "$pid"
                for i in $(seq 300); do
                    case $(cut -d' ' -f3 "/proc/$pid/stat" 2>/dev/null) in '' | Z) exit 0 ;; esac
                    sleep 0.1
                done
                exit 1
                """);
    }

    private static Contestant restic() {
        return new Contestant(
                RESTIC,
                "restic",
                "restic -q init",
                "cd \"$VERSION\" && restic -q backup .",
                "",
                "restic -q restore latest --target \"$OUT\"");
    }

    private static Contestant borg() {
        return new Contestant(
                BORG,
                "borg",
                "borg init -e none \"$REPO/r\"",
                "cd \"$VERSION\" && borg create -C zstd,3 \"$REPO/r::v$N\" .",
                "",
                "mkdir \"$OUT\" && cd \"$OUT\" && borg extract \"$REPO/r::v$N\"");
    }

    private static Contestant casync() {
        return new Contestant(
                CASYNC,
                "casync",
                "",
                "casync make --without=privileged --store=\"$REPO/store\" \"$REPO/v$N.caidx\" \"$VERSION\"",
                "",
                "casync extract --without=privileged --store=\"$REPO/store\" \"$REPO/v$N.caidx\" \"$OUT\"");
    }

    private static Contestant zpaq() {
        return new Contestant(
                "zpaq -m1",
                "zpaq",
                "",
                "cd \"$VERSION\" && zpaq add \"$REPO/a.zpaq\" . -m1 -force",
                "",
                "zpaq extract \"$REPO/a.zpaq\" -to \"$OUT\"");
    }

    private static Contestant git() {
        return new Contestant(GIT, "git", """
                git init -q --bare "$REPO"
                echo '* -text -filter -ident -working-tree-encoding' >"$REPO/info/attributes"
                git --git-dir="$REPO" config core.bare false
                git --git-dir="$REPO" config gc.auto 0
                """, """
                export GIT_DIR="$REPO" GIT_WORK_TREE="$VERSION"
                git add -A -f
                git -c user.name=bench -c user.email=bench commit -q --no-verify -m "v$N"
                """, "git --git-dir=\"$REPO\" gc -q --prune=now", """
                mkdir "$OUT"
                rm -f "$WORK/index"
                export GIT_DIR="$REPO" GIT_WORK_TREE="$OUT" GIT_INDEX_FILE="$WORK/index"
                git read-tree HEAD
                git checkout-index -q -a --prefix="$OUT/"
                """);
    }

    /// The archive of the version before lies ready unpacked and does not count. Restoring goes through all versions.
    private static Contestant patches() {
        return new Contestant(PATCHES, "zstd", "", """
                tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$WORK/new" -C "$VERSION" .
                if [ "$N" -eq 0 ]; then zstd -q -3 "$WORK/new" -o "$REPO/0"
                else zstd -q -3 --long=31 --patch-from="$WORK/old" "$WORK/new" -o "$REPO/$N"; fi
                mv "$WORK/new" "$WORK/old"
                """, "", """
                zstd -q -d "$REPO/0" -o "$WORK/one"
                for i in $(seq "$N"); do
                    zstd -q -d --long=31 --patch-from="$WORK/one" "$REPO/$i" -o "$WORK/two"
                    mv "$WORK/two" "$WORK/one"
                done
                mkdir "$OUT"
                tar -xf "$WORK/one" -C "$OUT"
                rm "$WORK/one"
                """);
    }
}
