package pakit.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The checksum by which small files of settings are told from damaged ones: CRC-32C of what they say, as text, in
/// eight hex digits. It finds every flip of up to three bits in a few hundred kilobytes; it is no protection from
/// people, who may compute it anew.
public final class ContentSum {
    /// The name under which a JSON document carries it.
    public static final String FIELD = "crc32c";

    private ContentSum() {}

    public static String of(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
