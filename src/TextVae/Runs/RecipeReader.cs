using Tomlyn;
using Tomlyn.Model;

namespace TextVae.Runs;

/// <summary>Reads TOML into a recipe and gathers every problem before it speaks.</summary>
internal sealed class RecipeReader(string source)
{
    private const int ProblemsShown = 20;

    private readonly List<string> _problems = [];

    /// <summary>Applies a whole TOML text.</summary>
    public Recipe Read(Recipe recipe, string toml) => Apply(recipe, Table(toml, source), prefix: "");

    /// <summary>Applies one "key=value" setting.</summary>
    public Recipe Set(Recipe recipe, string setting)
    {
        var equals = setting.IndexOf('=');
        if (equals < 1)
        {
            _problems.Add($"The setting '{Excerpt.Of(setting)}' is not of the form key=value, such as training.batch=32.");
            return recipe;
        }

        var name = setting[..equals].Trim();
        var value = setting[(equals + 1)..].Trim();
        return Apply(recipe, name, ParseValue(value));
    }

    /// <summary>Ends reading: all problems found so far and those given are thrown as one error.</summary>
    public void ThrowIfWrong(IEnumerable<string> others)
    {
        string[] problems = [.. _problems, .. others];
        if (problems.Length == 0)
            return;
        var more = problems.Length > ProblemsShown ? $" There are {problems.Length - ProblemsShown} problems more." : "";
        throw new RecipeException($"The recipe {source} cannot be used. {string.Join(' ', problems.Take(ProblemsShown))}{more}");
    }

    private Recipe Apply(Recipe recipe, TomlTable table, string prefix)
    {
        foreach (var (name, value) in table)
        {
            var dotted = prefix + name;
            recipe = value is TomlTable keys && RecipeKeys.Tables.Contains(dotted)
                ? Apply(recipe, keys, dotted + ".")
                : Apply(recipe, dotted, value);
        }

        return recipe;
    }

    private Recipe Apply(Recipe recipe, string name, object value)
    {
        if (RecipeKeys.Tables.Contains(name))
        {
            _problems.Add($"{name} is {Shown(value)}; it has to be a table of keys, under [{name}].");
            return recipe;
        }

        if (RecipeKeys.Find(name) is not { } key)
        {
            _problems.Add($"The key {Excerpt.Of(name)} is unknown; the nearest known one is {RecipeKeys.Nearest(name)}.");
            return recipe;
        }

        if (key.Set(recipe, value) is { } changed)
            return changed;
        _problems.Add($"{name} is {Shown(value)}; it has to be {key.Expects}.");
        return recipe;
    }

    /// <summary>A value as TOML, or else the bare text, so that `--set model.kind=lm` needs no quotes.</summary>
    private static object ParseValue(string text)
    {
        try
        {
            return TomlText.Table($"value = {text}")["value"];
        }
        catch (TomlException)
        {
            return text;
        }
    }

    private static TomlTable Table(string toml, string source)
    {
        try
        {
            return TomlText.Table(toml);
        }
        catch (TomlException exception)
        {
            throw new RecipeException($"The recipe {source} is no valid TOML: {Excerpt.Of(exception.Message.TrimEnd('.'), 500)}.", exception);
        }
    }

    private static string Shown(object value) => value switch
    {
        string text => $"\"{Excerpt.Of(text)}\"",
        bool flag => flag ? "true" : "false",
        long number => TomlText.Of(number),
        double number => TomlText.Of(number),
        TomlTable table => $"a table with the keys {Excerpt.List([.. table.Keys])}",
        TomlArray => "an array",
        _ => "a date or time",
    };
}
