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
    private static final int IDLE_MAX = 2 * Runtime.getRuntime().availableProcessors();
    private static final ArrayBlockingQueue<ZstdCompressCtx> COMPRESSING = new ArrayBlockingQueue<>(IDLE_MAX);
    private static final ArrayBlockingQueue<ZstdDecompressCtx> DECOMPRESSING = new ArrayBlockingQueue<>(IDLE_MAX);

    private ZstdContexts() {}

    static int compress(int level, byte[] plain, byte[] out, int offset) {
        ZstdCompressCtx idle = COMPRESSING.poll();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx() : idle;
        try {
            context.setLevel(level);
            return context.compressByteArray(out, offset, out.length - offset, plain, 0, plain.length);
        } finally {
            if (!COMPRESSING.offer(context)) {
                context.close();
            }
        }
    }

    /// @throws com.github.luben.zstd.ZstdException if the bytes are no zstd frames or decode to more than fits `plain`
    static int decompress(byte[] packed, int offset, int length, byte[] plain) {
        ZstdDecompressCtx idle = DECOMPRESSING.poll();
        ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
        try {
            return context.decompressByteArray(plain, 0, plain.length, packed, offset, length);
        } finally {
            if (!DECOMPRESSING.offer(context)) {
                context.close();
            }
        }
    }
}
