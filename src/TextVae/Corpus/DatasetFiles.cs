using System.Globalization;

namespace TextVae.Corpus;

/// <summary>The names of the files of a dataset folder.</summary>
internal static class DatasetFiles
{
    public const string Info = "dataset.json";
    public const string Vocabulary = "vocabulary.txt";
    public const string LabelNames = "labels.txt";

    public static IReadOnlyList<Split> Splits { get; } = [Split.Train, Split.Valid, Split.Test];

    /// <param name="split">The split.</param>
    /// <param name="number">Which of its files, from 1; null where there is one for all.</param>
    public static string Tokens(Split split, int? number = null) =>
        number is null ? NameOf(split) + ".tokens" : string.Create(CultureInfo.InvariantCulture, $"{NameOf(split)}-{number:00000}.tokens");

    public static string Labels(Split split) => NameOf(split) + ".labels";

    /// <summary>The split as file names and messages spell it.</summary>
    public static string NameOf(Split split) => split switch
    {
        Split.Train => "train",
        Split.Valid => "valid",
        Split.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "Not a split."),
    };
}
