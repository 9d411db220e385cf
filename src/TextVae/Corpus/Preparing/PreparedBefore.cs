using System.Globalization;

namespace TextVae.Corpus.Preparing;

/// <summary>
/// What to do where the output folder is there already: use it if it is what would be made, else refuse.
/// </summary>
internal static class PreparedBefore
{
    private const string Advice = "Choose another folder for the dataset, or delete this one first.";

    /// <summary>Refuses what is there and is no dataset; this takes no time.</summary>
    public static void RequireUsable(string folder)
    {
        if (File.Exists(folder))
            throw new DataException($"'{folder}' is a file, and the dataset becomes a folder. {Advice}");
        if (Exists(folder) && !File.Exists(Path.Combine(folder, DatasetFiles.Info)))
            throw new DataException(
                $"The folder '{folder}' exists and holds no dataset. Nothing is written over. {Advice}");
    }

    /// <summary>The dataset that is there, or null where there is none.</summary>
    /// <exception cref="DataException">There is one, and it is another or damaged.</exception>
    public static DatasetInfo? Find(string folder, PrepareOptions options, IReadOnlyList<Input> inputs)
    {
        if (!Exists(folder))
            return null;
        using var dataset = Dataset.Open(folder);
        string[] differences = [.. Differences(dataset.Info, Describe(options), inputs)];
        if (differences.Length > 0)
            throw new DataException($"The folder '{folder}' holds a dataset that was made otherwise: "
                + $"{string.Join("; ", differences)}. Nothing is written over. {Advice}");
        return dataset.Info with { AlreadyPrepared = true };
    }

    /// <summary>The options in effect, as <c>dataset.json</c> holds them.</summary>
    public static DatasetOptions Describe(PrepareOptions options)
    {
        var random = options.Inputs.Count > 0;
        return new DatasetOptions(
            options.Format, options.TextField, options.LabelField, options.Tokenizer,
            options.TokenizerOptions.KeepCase, options.EffectiveCoverage, options.EffectiveMaxWords,
            random ? options.Split : null, random ? options.Seed : null,
            options.MinLength, options.MaxLength, options.MaxRecordBytes, options.Strict,
            options.TokenizerOptions.Normalize, options.TurkishCase, options.TokensPerFile, options.Header);
    }

    private static bool Exists(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private static IEnumerable<string> Differences(DatasetInfo info, DatasetOptions wanted, IReadOnlyList<Input> inputs)
    {
        var there = WithNamesAs(wanted, info);
        (string Name, object? There, object? Here)[] options =
        [
            ("format", there.Format, wanted.Format),
            ("text field", there.TextField, wanted.TextField),
            ("label field", there.LabelField, wanted.LabelField),
            ("header", there.Header, wanted.Header),
            ("tokenizer", there.Tokenizer, wanted.Tokenizer),
            ("keep case", there.KeepCase, wanted.KeepCase),
            ("Turkish case", there.TurkishCase, wanted.TurkishCase),
            ("normalization", there.Normalize, wanted.Normalize),
            ("coverage", there.Coverage, wanted.Coverage),
            ("number of words", there.MaxWords, wanted.MaxWords),
            ("split", there.Split, wanted.Split),
            ("seed", there.Seed, wanted.Seed),
            ("smallest length", there.MinLength, wanted.MinLength),
            ("greatest length", there.MaxLength, wanted.MaxLength),
            ("longest record", there.MaxRecordBytes, wanted.MaxRecordBytes),
            ("tokens of a file", there.TokensPerFile, wanted.TokensPerFile),
            ("strict", there.Strict, wanted.Strict),
        ];
        foreach ((var name, var before, var now) in options)
        {
            if (!Equals(before, now))
                yield return $"the {name} is {Show(before)} there and {Show(now)} here";
        }
        if (info.Inputs.Count != inputs.Count)
        {
            yield return $"it was made from {info.Inputs.Count} files, and here are {inputs.Count}";
            yield break;
        }
        for (var i = 0; i < inputs.Count; i++)
        {
            var before = info.Inputs[i];
            if (before.Sha256 != inputs[i].Sha256)
                yield return $"its input {before.Name} has another content than '{inputs[i].Path.File}'";
            else if (before.Entry != inputs[i].Path.Entry || before.Split != inputs[i].Split)
                yield return $"its input {before.Name} was used for another split or entry";
        }
    }

    /// <summary>The options there, with fields spelt as they are wanted where the reader takes both spellings for one column.</summary>
    private static DatasetOptions WithNamesAs(DatasetOptions wanted, DatasetInfo info)
    {
        var there = info.Options;
        if (!info.Inputs.All(input => input.Format is TextFormat.Csv or TextFormat.Tsv))
            return there;
        return there with
        {
            TextField = AreOne(there.TextField, wanted.TextField) ? wanted.TextField : there.TextField,
            LabelField = AreOne(there.LabelField, wanted.LabelField) ? wanted.LabelField : there.LabelField,
        };
    }

    private static bool AreOne(string? before, string? now) => string.Equals(before, now, StringComparison.OrdinalIgnoreCase);

    private static string Show(object? value) => value switch
    {
        null => "not given",
        bool flag => flag ? "yes" : "no",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
