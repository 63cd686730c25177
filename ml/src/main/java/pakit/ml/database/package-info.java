/// What must survive restarts, in SQLite. Open [pakit.ml.database.PakitDatabase] first.
@NullMarked
package pakit.ml.database;

import org.jspecify.annotations.NullMarked;
