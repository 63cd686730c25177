package pakit.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import pakit.error.PakitException;

/// Small text files, some of which nobody else may read.
final class SecretFile {
    static final int BYTES_MAX = 1 << 16;

    private static final Set<PosixFilePermission> FOR_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /// The text of `file`.
    ///
    /// @param what it is, for messages
    /// @throws PakitException.Invalid if it is missing, too large, no text, or open to others
    static String read(Path file, String what) {
        requireClosed(file, what);
        return readOpen(file, what);
    }

    /// As [#read], for what everybody may know.
    static String readOpen(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new PakitException.Invalid(what + " " + file + " has more than " + BYTES_MAX + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new PakitException.Invalid(what + " " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new PakitException.Invalid(what + " " + file + " is no text", e);
        } catch (IOException e) {
            throw new PakitException.Invalid(what + " " + file + " cannot be read: " + e, e);
        }
    }

    private static void requireClosed(Path file, String what) {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
            if (open.stream().anyMatch(FOR_OTHERS::contains)) {
                throw new PakitException.Invalid(what + " " + file + " is open to others ("
                        + PosixFilePermissions.toString(open) + "); close it: chmod 600 " + file);
            }
        } catch (NoSuchFileException e) {
            throw new PakitException.Invalid(what + " " + file + " does not exist", e);
        } catch (UnsupportedOperationException e) {
            return; // a file system without such permissions
        } catch (IOException e) {
            throw new PakitException.Invalid(what + " " + file + " cannot be read: " + e, e);
        }
    }
}
