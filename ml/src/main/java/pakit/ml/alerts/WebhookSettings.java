package pakit.ml.alerts;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import pakit.error.PakitException;

/// Where alerts are sent, and how stubbornly.
///
/// @param url `http` or `https`; often holds a secret, so only its host is ever logged
/// @param answerMax how long the receiver may take for one attempt
/// @param attempts for one alert, the first included
/// @param pauseFirst before the second attempt; doubled before each further one
/// @param queued alerts that wait at most; further ones are dropped
public record WebhookSettings(URI url, Duration answerMax, int attempts, Duration pauseFirst, int queued) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public WebhookSettings {
        if (url.getScheme() == null || !SCHEMES.contains(url.getScheme()) || url.getHost() == null) {
            throw new PakitException.Invalid(
                    "alerts.webhook must be a URL that begins with http:// or https:// and names a host");
        }
        if (url.getUserInfo() != null) {
            throw new PakitException.Invalid(
                    "alerts.webhook must not hold a user or password before the host; put a token into its path");
        }
        if (!answerMax.isPositive() || attempts < 1 || pauseFirst.isNegative() || queued < 1) {
            throw new IllegalArgumentException("need answerMax > 0, attempts >= 1, pauseFirst >= 0, queued >= 1, found "
                    + answerMax + ", " + attempts + ", " + pauseFirst + ", " + queued);
        }
    }

    /// 10 s an attempt, 5 attempts within 15 s of pauses, 256 alerts.
    public static WebhookSettings to(String url) {
        try {
            return new WebhookSettings(URI.create(url), Duration.ofSeconds(10), 5, Duration.ofSeconds(1), 256);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid("alerts.webhook is not a URL", e);
        }
    }

    /// What may be logged of the address.
    String host() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    @Override
    public String toString() {
        return "webhook on " + host();
    }
}
