using System.CommandLine;
using System.Text.Json;

namespace TextVae.Cli;

/// <summary>The <c>--json</c> option and what it prints: one JSON document with names in snake case.</summary>
internal static class JsonOutput
{
    // The default encoder escapes all but ASCII, so that a document in a terminal is harmless too.
    private static readonly Lazy<JsonSerializerOptions> Options = new(() => new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    });

    /// <summary>The option; each command that has results adds one.</summary>
    public static Option<bool> CreateOption() =>
        new("--json") { Description = "Print one JSON document instead of text." };

    /// <summary>Prints the document that says what <paramref name="value"/> holds.</summary>
    public static void Write<T>(TextWriter output, T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, Options.Value));
}
