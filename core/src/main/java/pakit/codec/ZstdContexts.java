package pakit.codec;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
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
        return compressing(context -> {
            context.setLevel(level);
            return context.compressByteArray(out, offset, out.length - offset, plain, 0, plain.length);
        });
    }

    /// @param base raw content that stands before `plain`
    static int compress(int level, byte[] plain, byte[] base, byte[] out, int offset) {
        return compressing(context -> {
            context.setLevel(level);
            context.loadDict(base);
            int length = context.compressByteArray(out, offset, out.length - offset, plain, 0, plain.length);
            context.reset();
            return length;
        });
    }

    /// Leaves the number of the dictionary out: the record names it.
    static int compress(ZstdDictCompress dictionary, byte[] plain, byte[] out, int offset) {
        return compressing(context -> {
            context.setDictID(false);
            context.loadDict(dictionary);
            int length = context.compressByteArray(out, offset, out.length - offset, plain, 0, plain.length);
            context.reset();
            return length;
        });
    }

    /// Work with a context that nobody else has. One that held a base is wiped by that work, so that no other block
    /// ever sees it.
    private interface Work<T> {
        int with(T context);
    }

    private static int compressing(Work<ZstdCompressCtx> work) {
        ZstdCompressCtx idle = COMPRESSING.poll();
        ZstdCompressCtx context = idle == null ? new ZstdCompressCtx() : idle;
        boolean reusable = false;
        try {
            int length = work.with(context);
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
        return decompressing(context -> context.decompressByteArray(plain, 0, plain.length, packed, offset, length));
    }

    /// @throws com.github.luben.zstd.ZstdException as above
    static int decompress(byte[] packed, int offset, int length, byte[] base, byte[] plain) {
        return decompressing(context -> {
            context.loadDict(base);
            int size = context.decompressByteArray(plain, 0, plain.length, packed, offset, length);
            context.reset();
            return size;
        });
    }

    /// @throws com.github.luben.zstd.ZstdException as above
    static int decompress(byte[] packed, int offset, int length, ZstdDictDecompress dictionary, byte[] plain) {
        return decompressing(context -> {
            context.loadDict(dictionary);
            int size = context.decompressByteArray(plain, 0, plain.length, packed, offset, length);
            context.reset();
            return size;
        });
    }

    private static int decompressing(Work<ZstdDecompressCtx> work) {
        ZstdDecompressCtx idle = DECOMPRESSING.poll();
        ZstdDecompressCtx context = idle == null ? new ZstdDecompressCtx() : idle;
        boolean reusable = false;
        try {
            int size = work.with(context);
            reusable = true;
            return size;
        } finally {
            if (!reusable || !DECOMPRESSING.offer(context)) {
                context.close();
            }
        }
    }
}
