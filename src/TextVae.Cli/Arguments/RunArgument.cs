using System.CommandLine;

namespace TextVae.Cli.Arguments;

/// <summary>The argument of the commands that use one trained model.</summary>
internal static class RunArgument
{
    /// <summary>The argument, which takes a folder.</summary>
    public static Argument<string> Create() => new("RUN") { Description = "A run folder, or its model folder." };
}
