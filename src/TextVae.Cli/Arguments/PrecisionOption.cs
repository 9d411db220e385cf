using System.CommandLine;
using TextVae.Native;

namespace TextVae.Cli.Arguments;

/// <summary><c>--precision</c>, the same for every command that computes.</summary>
internal static class PrecisionOption
{
    /// <summary>The option; null where it is left out.</summary>
    /// <param name="standard">What is taken then.</param>
    public static Option<Precision?> Create(string standard = "auto") => Choices.OptionalOption(
        "--precision", $"What matrix products multiply; auto is the faster one here (default: {standard})",
        ("auto", Precision.Auto), ("float32", Precision.Float32), ("bfloat16", Precision.BFloat16));
}
