using System.Globalization;

namespace TextVae.Distributed.Mpi;

/// <summary>
/// How long a rank waits for the others. MPI itself waits for ever when a machine is gone or its link is cut, since TCP takes
/// silence for patience.
/// </summary>
internal static class TimeLimit
{
    /// <summary>The environment variable that sets it, in seconds.</summary>
    public const string Variable = "TEXTVAE_MPI_TIMEOUT";

    private static readonly TimeSpan Standard = TimeSpan.FromMinutes(10);

    /// <summary>The limit that is set, or ten minutes.</summary>
    /// <exception cref="RecipeException">The variable is no number of seconds.</exception>
    public static TimeSpan FromEnvironment() => Of(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The limit that a text sets.</summary>
    internal static TimeSpan Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Standard;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 1_000_000
            ? TimeSpan.FromSeconds(seconds)
            : throw new RecipeException(
                $"{Variable} is '{Excerpt.Of(text)}'; it has to be a number of seconds from 1 to 1000000, such as 600.");
    }
}
