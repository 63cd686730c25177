package pakit.preflight;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a check found.
///
/// @param what in words
/// @param todo what a person should do about it; empty if nothing
public record Finding(Status status, String what, String todo) {
    /// How a check ends.
    public enum Status {
        @JsonProperty("pass")
        PASS,
        @JsonProperty("fail")
        FAIL,
        /// Cannot be looked at yet, because what it looks at is still to come.
        @JsonProperty("pending")
        PENDING
    }

    static Finding pass(String what) {
        return new Finding(Status.PASS, what, "");
    }

    static Finding fail(String what, String todo) {
        return new Finding(Status.FAIL, what, todo);
    }

    static Finding pending(String what) {
        return new Finding(Status.PENDING, what, "");
    }
}
