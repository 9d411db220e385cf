using System.Globalization;

namespace TextVae.Corpus;

/// <summary>A part of the inputs of a dataset that one of several processes reads.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Count">Of how many.</param>
public sealed record Shard(int Number, int Count)
{
    private const int Most = 10_000;

    /// <summary>Reads "2/8".</summary>
    /// <exception cref="RecipeException">It is none.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var number, var count]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && i >= 1 && i <= n && n <= Most
            ? new Shard(i, n)
            : throw new RecipeException(
                $"The shard is '{Excerpt.Of(text)}'; it has to be its number and how many there are, such as 2/8, from 1/8 to 8/8.");

    /// <summary>Where it goes, beside the dataset that it will be a part of.</summary>
    /// <param name="dataset">The folder of the dataset.</param>
    public string FolderFor(string dataset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.TrimEndingDirectorySeparator(dataset)}.shard-{Number}-of-{Count}");

    /// <summary>Whether it has an input.</summary>
    /// <param name="input">The place of the input, from 0.</param>
    internal bool Has(int input) => input % Count == Number - 1;
}
