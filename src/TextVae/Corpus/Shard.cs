using System.Globalization;

namespace TextVae.Corpus;

/// <summary>A part of the inputs of a dataset that one of several processes reads.</summary>
public sealed record Shard
{
    private const int Most = 10_000;

    /// <summary>Names one.</summary>
    /// <param name="number">Which, from 1.</param>
    /// <param name="count">Of how many, at most 10,000.</param>
    /// <exception cref="RecipeException">There is no such shard.</exception>
    public Shard(int number, int count)
    {
        if (!Exists(number, count))
            throw new RecipeException($"There is no shard {number} of {count}; of n shards they are 1 to n, and n is at most {Most}.");
        (Number, Count) = (number, count);
    }

    /// <summary>Which, from 1.</summary>
    public int Number { get; }

    /// <summary>Of how many.</summary>
    public int Count { get; }

    /// <summary>Reads "2/8".</summary>
    /// <exception cref="RecipeException">It is none.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var number, var count]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && Exists(i, n)
            ? new Shard(i, n)
            : throw new RecipeException(
                $"The shard is '{Excerpt.Of(text)}'; it has to be its number and how many there are, such as 2/8, from 1/8 to 8/8.");

    /// <summary>Where it goes, beside the dataset that it will be a part of.</summary>
    /// <param name="dataset">The folder of the dataset.</param>
    public string FolderFor(string dataset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.TrimEndingDirectorySeparator(dataset)}.shard-{Number}-of-{Count}");

    private static bool Exists(int number, int count) => number >= 1 && number <= count && count <= Most;

    /// <summary>Whether it has an input.</summary>
    /// <param name="input">The place of the input, from 0.</param>
    internal bool Has(int input) => input % Count == Number - 1;
}
