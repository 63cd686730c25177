/// The port: thin handlers that parse, call and write, and the client that speaks to them. Open
/// [pakit.http.HttpNode] first.
@NullMarked
package pakit.http;

import org.jspecify.annotations.NullMarked;
