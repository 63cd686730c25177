package pakit.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// `home.json`: what is frozen when a home is created, and its profile.
///
/// @param gearTableSha256 of the chunker that filled the home
/// @param format the layout of the home as a whole, as it was found
record HomeFile(Profile profile, ChunkSizes chunkSizes, String gearTableSha256, int format) {
    /// The layout that is written. A reader takes this one and older ones, and makes it of them before anything else:
    /// from format 2 on blocks may be deltas, and a Pakit that knows none would collect their bases; from format 3 on
    /// they may have two bases, or dictionaries.
    static final int FORMAT = 3;

    static HomeFile created(HomeSettings settings) {
        return new HomeFile(
                settings.profile().orElse(Profile.BALANCED),
                settings.chunkSizes().orElse(ChunkSizes.DEFAULT),
                Chunker.gearTableSha256(),
                FORMAT);
    }

    /// This home as `settings` ask for it, in today's format.
    ///
    /// @throws PakitException.Refused if they ask for what is frozen
    HomeFile with(HomeSettings settings, Path directory) {
        ChunkSizes asked = settings.chunkSizes().orElse(chunkSizes);
        if (!asked.equals(chunkSizes)) {
            throw new PakitException.Refused("home " + directory + " was created with " + chunkSizes + ", asked for "
                    + asked + ": chunk sizes are frozen, use another home");
        }
        return new HomeFile(settings.profile().orElse(profile), chunkSizes, gearTableSha256, FORMAT);
    }

    /// @throws PakitException.Corrupt if the file is not one that this Pakit can serve
    static HomeFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            SmallJson json = SmallJson.read(new String(bytes, StandardCharsets.UTF_8));
            checkFormat(file, json.requiredNumber("format"));
            SmallJson sizes = json.requiredObject("chunkSizes");
            HomeFile home = new HomeFile(
                    Profile.parse(json.requiredText("profile")),
                    new ChunkSizes(
                            sizes.requiredNumber("minBytes"),
                            sizes.requiredNumber("averageBytes"),
                            sizes.requiredNumber("maxBytes")),
                    json.requiredText("gearTableSha256"),
                    json.requiredNumber("format"));
            home.checkGearTable(file);
            home.checkSum(file, json);
            return home;
        } catch (IllegalArgumentException | PakitException.Invalid e) {
            throw new PakitException.Corrupt(
                    file + " is corrupt: " + e.getMessage() + "; restore it from a backup of the home", e);
        }
    }

    private static void checkFormat(Path file, int format) {
        if (format > FORMAT) {
            throw new PakitException.Corrupt(file + " has format " + format + ", this Pakit reads up to format "
                    + FORMAT + ": use a newer Pakit");
        }
        if (format < 1) {
            throw new PakitException.Corrupt(file + " names no format, expected 1 to " + FORMAT);
        }
    }

    /// A number that changed would cut blocks in other places than before. Files of older Pakits have no sum.
    private void checkSum(Path file, SmallJson json) {
        String stated = json.text(ContentSum.FIELD).orElse(sum());
        if (!stated.equals(sum())) {
            throw new PakitException.Corrupt(file + " is corrupt: its content has the checksum " + sum()
                    + ", it states " + stated + "; restore it from a backup of the home");
        }
    }

    private String sum() {
        return ContentSum.of(format + " " + profile.label() + " " + chunkSizes + " " + gearTableSha256);
    }

    private void checkGearTable(Path file) {
        if (!gearTableSha256.equals(Chunker.gearTableSha256())) {
            throw new PakitException.Corrupt(file + " names the gear table " + gearTableSha256
                    + ", this Pakit cuts with " + Chunker.gearTableSha256() + ": use the Pakit that created the home");
        }
    }

    void write(Path file) throws IOException {
        HomeFile written = new HomeFile(profile, chunkSizes, gearTableSha256, FORMAT);
        DurableFiles.write(file, written.json().getBytes(StandardCharsets.UTF_8));
    }

    /// No text in it needs an escape.
    private String json() {
        return """
                {
                  "format" : %d,
                  "profile" : "%s",
                  "chunkSizes" : {
                    "minBytes" : %d,
                    "averageBytes" : %d,
                    "maxBytes" : %d
                  },
                  "gearTableSha256" : "%s",
                  "%s" : "%s"
                }
                """.formatted(
                format,
                profile.label(),
                chunkSizes.minBytes(),
                chunkSizes.averageBytes(),
                chunkSizes.maxBytes(),
                gearTableSha256,
                ContentSum.FIELD,
                sum()).strip();
    }
}
