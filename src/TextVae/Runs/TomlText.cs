using System.Globalization;
using System.Text.Json;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace TextVae.Runs;

/// <summary>Values as TOML writes them.</summary>
internal static class TomlText
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float: the shortest text that reads back the same, with a point or an exponent as TOML wants.</summary>
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>A value that was read, as it can be read again: text in quotes, tables and arrays in one line.</summary>
    public static string Of(object value) => value switch
    {
        string text => Quoted(text),
        bool flag => flag ? "true" : "false",
        long number => Of(number),
        double number => Of(number),
        TomlTable table => $"{{ {string.Join(", ", table.Select(key => $"{Quoted(key.Key)} = {Of(key.Value)}"))} }}",
        TomlTableArray tables => $"[{string.Join(", ", tables.Select(Of))}]",
        TomlArray items => $"[{string.Join(", ", items.Select(item => Of(item!)))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Parses a whole text.</summary>
    /// <exception cref="TomlException">It is no TOML, or has a key twice.</exception>
    public static TomlTable Table(string text)
    {
        var table = TomlSerializer.Deserialize<TomlTable>(text) ?? [];
        // TOML knows no key that is given twice, and only this parser minds.
        SyntaxParser.ParseStrict(text);
        return table;
    }

    /// <summary>The choice of a name; null when the value is no such name.</summary>
    public static T? Parse<T>(object value)
        where T : struct, Enum
    {
        foreach (var choice in Enum.GetValues<T>())
        {
            if (value is string name && ChoiceName.Of(choice) == name)
                return choice;
        }

        return null;
    }

    // The escapes of JSON are escapes of TOML too.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
