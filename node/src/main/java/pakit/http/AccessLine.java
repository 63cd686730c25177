package pakit.http;

import java.time.Instant;

/// One answered request, as the access log tells it. Holds nothing that lets anybody in: no header, and no query.
///
/// @param path as it was sent, without the query
/// @param status 0 if the client went away before there was an answer
/// @param bytes of the answer's body
/// @param id of the request: the client's, or one of ours
record AccessLine(long atMillis, String method, String path, int status, long bytes, long micros, String id) {
    private static final int PATH_MAX = 512;

    /// Time, method, path, status, bytes, microseconds, id, with spaces between them.
    void writeTo(StringBuilder text) {
        text.append(Instant.ofEpochMilli(atMillis)).append(' ').append(method).append(' ');
        writePath(text);
        text.append(' ').append(status).append(' ').append(bytes).append(' ');
        text.append(micros).append(' ').append(id).append('\n');
    }

    /// A path may hold anything: what is not plain ASCII is escaped, so that a line stays one line of seven words.
    private void writePath(StringBuilder text) {
        String shown = path.startsWith(BrokenAnswers.PATH) ? BrokenAnswers.PATH : path; // what follows is a secret
        for (int i = 0; i < Math.min(shown.length(), PATH_MAX); i++) {
            char c = shown.charAt(i);
            if (c > ' ' && c < 0x7f) {
                text.append(c);
            } else {
                text.append('%').append(String.format("%02X", (int) c));
            }
        }
        if (shown.length() > PATH_MAX) {
            text.append("...");
        }
    }
}
