using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TextVae.Cli.Views;

/// <summary>The <c>--json</c> option and what it prints: one JSON document with names in snake case.</summary>
internal static class JsonOutput
{
    // Texts can be read in it, in any script; what a terminal would obey is escaped when a document is written.
    private static readonly Lazy<JsonSerializerOptions> Options = new(() => new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
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
    public static void Write<T>(TextWriter output, T value)
    {
        foreach (var line in JsonSerializer.Serialize(value, Options.Value).Split('\n'))
            output.WriteLine(TerminalText.Clean(line));
    }

    /// <summary>The document that says what <paramref name="value"/> holds, to be added to.</summary>
    public static JsonObject Document<T>(T value) => JsonSerializer.SerializeToNode(value, Options.Value)!.AsObject();

    /// <summary>Prints a document that is in a file already.</summary>
    public static void WriteDocument(TextWriter output, string file) => output.Write(File.ReadAllText(file));

    /// <summary>The members of the document that are single figures, in its order, as a person reads them.</summary>
    public static IEnumerable<(string Name, string Value)> Figures<T>(T value)
    {
        var isFraction = FractionsOf(typeof(T));
        return Document(value).Where(member => member.Value is JsonValue)
            .Select(member => (member.Key, Shown(member.Value!.AsValue(), isFraction.Contains(member.Key))));
    }

    /// <summary>Prints one JSON object on a line of its own.</summary>
    public static void WriteLine<T>(TextWriter output, T value) =>
        output.WriteLine(TerminalText.Clean(JsonSerializer.Serialize(value, LineOptions.Value)));

    // A fraction that happens to be whole has as many digits as those above and below it.
    private static string Shown(JsonValue figure, bool isFraction) =>
        isFraction && figure.TryGetValue<double>(out var fraction) ? fraction.ToString("F4", CultureInfo.InvariantCulture) : figure.ToString();

    private static HashSet<string> FractionsOf(Type type) => Options.Value.GetTypeInfo(type).Properties
        .Where(property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(double))
        .Select(property => property.Name).ToHashSet();
}
