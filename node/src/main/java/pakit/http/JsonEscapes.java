package pakit.http;

/// The escapes of JSON strings.
final class JsonEscapes {
    private static final String SHORT = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private JsonEscapes() {}

    /// @throws IllegalArgumentException if there is an escape that JSON does not have
    static String resolve(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            int known = i < raw.length() ? SHORT.indexOf(raw.charAt(i)) : -1;
            if (known >= 0) {
                text.append(MEANT.charAt(known));
            } else {
                text.append(unicode(raw, i));
                i += 4;
            }
        }
        return text.toString();
    }

    /// @param at the `u`
    private static char unicode(String raw, int at) {
        if (at + 4 >= raw.length() || raw.charAt(at) != 'u') {
            throw new IllegalArgumentException("no escape at " + at);
        }
        int code = 0;
        for (int i = at + 1; i <= at + 4; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0 || raw.charAt(i) > 'f') {
                throw new IllegalArgumentException("no hex digit at " + i);
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }
}
