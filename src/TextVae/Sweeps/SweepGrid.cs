using TextVae.Runs;
using Tomlyn.Model;

namespace TextVae.Sweeps;

/// <summary>A key of a grid and its values.</summary>
/// <param name="Key">The dotted name.</param>
/// <param name="Values">Each as TOML.</param>
internal sealed record SweepAxis(string Key, IReadOnlyList<string> Values);

/// <summary>Settings out of the tables of a sweep.</summary>
internal static class SweepGrid
{
    /// <summary>
    /// The dotted keys of a table of settings with their values, however they are nested: tables of a recipe are opened, other tables
    /// are values, such as a schedule.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, object>> Flat(TomlTable table, string prefix = "") => table.SelectMany(key =>
        key.Value is TomlTable keys && RecipeKeys.Tables.Contains(prefix + key.Key)
            ? Flat(keys, $"{prefix}{key.Key}.")
            : [new KeyValuePair<string, object>(prefix + key.Key, key.Value)]);

    /// <summary>The axes of a grid.</summary>
    public static IReadOnlyList<SweepAxis> Axes(TomlTable grid, List<string> problems)
    {
        var axes = new List<SweepAxis>();
        foreach (var (key, value) in Flat(grid))
        {
            IReadOnlyList<string> values = value switch
            {
                TomlArray items => [.. items.Select(item => TomlText.Of(item!))],
                TomlTableArray tables => [.. tables.Select(table => TomlText.Of((object)table))],
                _ => [],
            };
            if (values.Count == 0)
                problems.Add($"grid.{Excerpt.Of(key)} is {Excerpt.Of(TomlText.Of(value))}; it has to be a list of at least one value.");
            else
                axes.Add(new SweepAxis(key, values));
        }

        if (axes.Count == 0 && problems.Count == 0)
            problems.Add("[grid] is empty; give it dotted keys of the recipe, each with a list of values.");
        return axes;
    }

    /// <summary>Every combination as settings, the last axis changing first.</summary>
    public static IEnumerable<IReadOnlyList<string>> Product(IReadOnlyList<SweepAxis> axes) => axes.Aggregate(
        (IEnumerable<IReadOnlyList<string>>)[[]],
        (rows, axis) => rows.SelectMany(_ => axis.Values, (row, value) => (IReadOnlyList<string>)[.. row, $"{axis.Key}={value}"]));
}
