package pakit.tar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// A tar stream from a stranger. The library reads extended headers of any size into memory and recurses over any
/// number of them, and takes the plain end of the bytes for the end of the archive; here each of these is refused.
final class GuardedTarInput extends TarArchiveInputStream {
    /// Of one extended header. The longest path of Linux has 4096 bytes; extended attributes may have 64 KiB.
    static final int EXTENDED_HEADER_BYTES_MAX = 1 << 20;

    /// Before one entry. Writers use one, or two with a global one.
    static final int EXTENDED_HEADERS_MAX = 16;

    private static final int TYPE_OFFSET = 156;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;

    private final Source source;
    private int extendedHeaders;
    private boolean ended;

    GuardedTarInput(InputStream in) {
        this(new Source(in));
    }

    private GuardedTarInput(Source source) {
        super(source, StandardCharsets.UTF_8.name());
        this.source = source;
    }

    /// Whether the end-of-archive record was read.
    boolean ended() {
        return ended;
    }

    /// Says whose fault `e` is: the way to the stream's origin broke, or its bytes are no tar stream.
    IOException failure(Exception e) {
        if (source.failure instanceof IOException broken) {
            return broken;
        }
        if (source.failure instanceof RuntimeException broken) {
            throw broken;
        }
        throw new PakitException.Invalid("not a complete tar stream: " + e.getMessage(), e);
    }

    @Override
    protected byte @Nullable [] readRecord() throws IOException {
        byte[] header = super.readRecord();
        if (header != null) {
            checkHeader(header);
        }
        return header;
    }

    @Override
    protected boolean isEOFRecord(byte @Nullable [] header) {
        boolean end = super.isEOFRecord(header);
        ended |= end && header != null;
        return end;
    }

    private void checkHeader(byte[] header) throws IOException {
        if (!isExtended(header[TYPE_OFFSET])) {
            extendedHeaders = 0;
            return;
        }
        extendedHeaders++;
        if (extendedHeaders > EXTENDED_HEADERS_MAX) {
            throw new IOException("more than " + EXTENDED_HEADERS_MAX + " extended headers before one entry");
        }
        long bytes = size(header);
        if (bytes < 0 || bytes > EXTENDED_HEADER_BYTES_MAX) {
            throw new IOException(
                    "an extended header has " + bytes + " bytes, at most " + EXTENDED_HEADER_BYTES_MAX + " are read");
        }
    }

    private static long size(byte[] header) throws IOException {
        try {
            return TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_LENGTH);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean isExtended(byte type) {
        return switch (type) {
            case TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                    TarConstants.LF_PAX_EXTENDED_HEADER_UC,
                    TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER,
                    TarConstants.LF_GNUTYPE_LONGNAME,
                    TarConstants.LF_GNUTYPE_LONGLINK -> true;
            default -> false;
        };
    }

    /// Remembers whether reading itself failed.
    private static final class Source extends FilterInputStream {
        private @Nullable Exception failure;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public long skip(long bytes) throws IOException {
            try {
                return super.skip(bytes);
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }
}
