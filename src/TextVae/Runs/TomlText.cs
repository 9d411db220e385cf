using System.Globalization;

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
}
