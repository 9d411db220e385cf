using System.CommandLine;
using TextVae.Distributed;

namespace TextVae.Cli;

/// <summary>How a command is run, with the processes that run it together.</summary>
internal sealed class RankedConfiguration(Ranks ranks) : InvocationConfiguration
{
    /// <summary>The processes; <see cref="Ranks.Single"/> where there is only this one.</summary>
    public Ranks Ranks { get; } = ranks;

    /// <summary>Those of a command.</summary>
    public static Ranks RanksOf(ParseResult parse) => (parse.InvocationConfiguration as RankedConfiguration)?.Ranks ?? Ranks.Single;
}
