package pakit.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;

/// Idle zstd contexts. To make a context for each block costs a tenth of zstd-3's time (measured on 32 KiB blocks: 222
/// against 247 MB/s), so contexts are taken here, used by one thread at a time and put back. A pool rather than thread
/// locals, because short-lived threads would take their contexts' native memory with them.
///
/// Holds at most [#IDLE_MAX] idle contexts of each kind; more are closed after use. Thread-safe.
final class ZstdContexts {
    private static final byte[] NO_DICTIONARY = {};
    private static final int IDLE_MAX = 2 * Runtime.getRuntime().availableProcessors();
    private static final ArrayBlockingQueue<ZstdCompressCtx> COMPRESSING = new ArrayBlockingQueue<>(IDLE_MAX);
    private static final ArrayBlockingQueue<ZstdDecompressCtx> DECOMPRESSING = new ArrayBlockingQueue<>(IDLE_MAX);

    private ZstdContexts() {}

    static int compress(int level, byte[] plain, byte[] out, int offset) {
        return compress(level, plain, NO_DICTIONARY, out, offset);
    }

    /// A context that held a dictionary is wiped before it is put back, so that no other block ever sees it.
    static int compress(int level, byte[] plain, byte[] dictionary, byte[] out, int offset) {
        ZstdCompressCtx idle = COMPRESSING.poll();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx() : idle;
        boolean reusable = false;
        try {
            context.setLevel(level);
            if (dictionary.length > 0) {
                context.loadDict(dictionary);
            }
            int length = context.compressByteArray(out, offset, out.length - offset, plain, 0, plain.length);
            if (dictionary.length > 0) {
                context.reset();
            }
            reusable = true;
            return length;
        } finally {
            if (!reusable || !COMPRESSING.offer(context)) {
                context.close();
            }
        }
    }

    /// @throws com.github.luben.zstd.ZstdException if the bytes are no zstd frames or decode to more than fits `plain`
    static int decompress(byte[] packed, int offset, int length, byte[] plain) {
        return decompress(packed, offset, length, NO_DICTIONARY, plain);
    }

    /// @throws com.github.luben.zstd.ZstdException as above
    static int decompress(byte[] packed, int offset, int length, byte[] dictionary, byte[] plain) {
        ZstdDecompressCtx idle = DECOMPRESSING.poll();
        ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
        boolean reusable = false;
        try {
            if (dictionary.length > 0) {
                context.loadDict(dictionary);
            }
            int size = context.decompressByteArray(plain, 0, plain.length, packed, offset, length);
            if (dictionary.length > 0) {
                context.reset();
            }
            reusable = true;
            return size;
        } finally {
            if (!reusable || !DECOMPRESSING.offer(context)) {
                context.close();
            }
        }
    }
}
