using TextVae.Server.Access;

namespace TextVae.Server;

/// <summary>Where a model is served, to whom, and within which limits.</summary>
public sealed record ServerOptions
{
    /// <summary>The least characters of a key.</summary>
    public const int LeastKey = 16;

    /// <summary>Where it listens: <c>http://ADDRESS:PORT</c> each; port 0 is any that is free.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5230"];

    /// <summary>What clients have to know; null for none, which only loopback addresses allow.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The most texts or vectors of a request.</summary>
    public int MaxTexts { get; init; } = 192;

    /// <summary>The most characters of a text.</summary>
    public int MaxCharacters { get; init; } = 10_000;

    /// <summary>The most bytes of a request's body.</summary>
    public int MaxBody { get; init; } = 1 << 20;

    /// <summary>The most words of a text that is written.</summary>
    public int MaxLength { get; init; } = 500;

    /// <summary>The widest beam, and the most candidates of minimum Bayes risk.</summary>
    public int MaxBeam { get; init; } = 64;

    /// <summary>The most samples that a score rests on.</summary>
    public int MaxSamples { get; init; } = 1000;

    /// <summary>How long a client waits for an answer before it is told that there is none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the model's thread may be at one piece of work before <c>/healthz</c> says that it hangs.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most requests a second of one client's address, with twice as many at once; 0 for any number.</summary>
    public int Rate { get; init; } = 100;

    /// <summary>The width of a beam where a request names none.</summary>
    public int Beam { get; init; } = 16;

    /// <summary>The model's card, in Markdown; null for none.</summary>
    public string? Card { get; init; }

    /// <summary>How long a client may send less than it has to before it is cut off.</summary>
    internal TimeSpan SlowClientGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems() =>
    [
        .. ListenAddress.Problems(Urls, ApiKey is not null),
        .. ApiKey is { } key ? Access.ApiKey.Problems(key) : [],
        .. Within("most texts of a request", MaxTexts, 1, 100_000),
        .. Within("most characters of a text", MaxCharacters, 1, 10_000_000),
        .. Within("most bytes of a body", MaxBody, 100, 1 << 30),
        .. Within("most words of a text", MaxLength, 1, 100_000),
        .. Within("widest beam", MaxBeam, 1, 1000),
        .. Within("most samples of a score", MaxSamples, 1, 100_000),
        .. Within("time limit in seconds", Timeout.TotalSeconds, 0.001, 86_400),
        .. Within("limit of one piece of work in seconds", StuckAfter.TotalSeconds, 0.001, 86_400),
        .. Within("rate of a client, or 0 for none,", Rate, 0, 1_000_000),
    ];

    private static IEnumerable<string> Within(string what, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
            yield return FormattableString.Invariant($"The {what} is {value}; it has to be between {least} and {most}.");
    }
}
