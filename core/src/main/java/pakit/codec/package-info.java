/// What the core can pack and always unpack. In come plain bytes, out go block records that name their encoding.
/// Open [pakit.codec.Codec] first.
@NullMarked
package pakit.codec;

import org.jspecify.annotations.NullMarked;
