using TextVae.Runs;
using Tomlyn.Model;

namespace TextVae.Sweeps;

/// <summary>The keys of a table of a sweep, each read as what it has to be.</summary>
/// <param name="table">The table.</param>
/// <param name="prefix">What stands before its keys in problems.</param>
/// <param name="problems">Where problems go.</param>
internal sealed class SweepFields(TomlTable table, string prefix, List<string> problems)
{
    public void RequireKnown(params string[] keys)
    {
        foreach (var key in table.Keys.Except(keys, StringComparer.Ordinal))
        {
            var nearest = keys.MinBy(known => Spelling.Distance(key.Length > 40 ? key[..40] : key, known));
            problems.Add($"The key {prefix}{Excerpt.Of(key)} is unknown; the nearest known one is {nearest}.");
        }
    }

    public string? Text(string key) => Read<string>(key, "a text in quotes");

    public bool Flag(string key, bool standard = false)
    {
        if (Value(key) is not { } value)
            return standard;
        if (value is not bool)
            Refuse<object>(key, value, "true or false");
        return value is true;
    }

    public TomlTable? Table(string key) => Read<TomlTable>(key, "a table");

    public IEnumerable<TomlTable> Tables(string key) => Value(key) switch
    {
        null => [],
        TomlTableArray tables => tables,
        TomlArray items when items.All(item => item is TomlTable) => items.Cast<TomlTable>(),
        var other => Refuse<IEnumerable<TomlTable>>(key, other, $"tables, each under [[{key}]]") ?? [],
    };

    public long? Whole(string key, long least, long most)
    {
        if (!table.TryGetValue(key, out var value))
            return null;
        if (value is long number && number >= least && number <= most)
            return number;
        Refuse<object>(key, value, FormattableString.Invariant($"a whole number from {least} to {most}"));
        return null;
    }

    public double? Number(string key, double least, double most)
    {
        if (!table.TryGetValue(key, out var value))
            return null;
        double? number = value switch { long whole => whole, double real => real, _ => null };
        if (number >= least && number <= most)
            return number;
        Refuse<object>(key, value, FormattableString.Invariant($"a number from {least} to {most}"));
        return null;
    }

    public IReadOnlyList<long>? Wholes(string key) => Value(key) switch
    {
        null => null,
        TomlArray items when items.All(item => item is long) => [.. items.Cast<long>()],
        var other => Refuse<IReadOnlyList<long>>(key, other, "a list of whole numbers"),
    };

    public T Choice<T>(string key, T standard)
        where T : struct, Enum
    {
        if (!table.TryGetValue(key, out var value))
            return standard;
        if (TomlText.Parse<T>(value) is { } choice)
            return choice;
        Refuse<object>(key, value, $"one of {string.Join(", ", Enum.GetValues<T>().Select(known => $"\"{ChoiceName.Of(known)}\""))}");
        return standard;
    }

    private object? Value(string key) => table.TryGetValue(key, out var value) ? value : null;

    private T? Read<T>(string key, string expected)
        where T : class =>
        Value(key) is not { } value ? null : value as T ?? Refuse<T>(key, value, expected);

    private T? Refuse<T>(string key, object value, string expected)
        where T : class
    {
        problems.Add($"{prefix}{key} is {Excerpt.Of(TomlText.Of(value))}; it has to be {expected}.");
        return null;
    }
}
