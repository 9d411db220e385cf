using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TextVae.Cli.Views;

/// <summary>The <c>--json</c> option and what it prints: one JSON document with names in snake case.</summary>
internal static class JsonOutput
{
    // The default encoder escapes all but ASCII, so that a document in a terminal is harmless too.
    private static readonly Lazy<JsonSerializerOptions> Options = new(() => new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    });

    private static readonly Lazy<JsonSerializerOptions> LineOptions =
        new(() => new JsonSerializerOptions(Options.Value) { WriteIndented = false });

    /// <summary>The option; each command that has results adds one.</summary>
    public static Option<bool> CreateOption() =>
        new("--json") { Description = "Print one JSON document instead of text." };

    /// <summary>The option of commands that print as they go.</summary>
    public static Option<bool> CreateLinesOption() =>
        new("--json") { Description = "Print one JSON object a line instead of text." };

    /// <summary>Prints the document that says what <paramref name="value"/> holds.</summary>
    public static void Write<T>(TextWriter output, T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, Options.Value));

    /// <summary>The document that says what <paramref name="value"/> holds, to be added to.</summary>
    public static JsonObject Document<T>(T value) => JsonSerializer.SerializeToNode(value, Options.Value)!.AsObject();

    /// <summary>Prints a document that is in a file already.</summary>
    public static void WriteDocument(TextWriter output, string file) => output.Write(File.ReadAllText(file));

    /// <summary>The members of the document that are single figures, in its order.</summary>
    public static IEnumerable<(string Name, JsonValue Value)> Figures<T>(T value) =>
        Document(value).Where(member => member.Value is JsonValue).Select(member => (member.Key, member.Value!.AsValue()));

    /// <summary>Prints one JSON object on a line of its own.</summary>
    public static void WriteLine<T>(TextWriter output, T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, LineOptions.Value));
}
