package pakit.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations on the command line as in `pakit.conf`: `100ms`, `2s`, `5m`.
final class DurationText implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return ConfigFactory.parseMap(Map.of("given", text)).getDuration("given");
        } catch (ConfigException e) {
            throw new TypeConversionException("'" + text + "' is no duration such as 100ms, 2s or 5m");
        }
    }
}
