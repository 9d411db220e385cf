using TextVae.Corpus.Reading;

namespace TextVae.Corpus.Preparing;

/// <summary>A file to read, what split it is for (null: any), and its checksum.</summary>
internal sealed record Input(InputPath Path, Split? Split, long Bytes, string Sha256)
{
    public InputInfo Describe(TextFormat format) =>
        new(System.IO.Path.GetFileName(Path.File), Path.Entry, Split, format, Bytes, Sha256);
}

/// <summary>All files to read, in their order.</summary>
internal static class InputSet
{
    /// <summary>Finds the files; this is quick, and the first thing that can fail.</summary>
    public static IReadOnlyList<Input> Find(PrepareOptions options) =>
    [
        .. options.Inputs.Select(file => Make(file, null)),
        .. options.Train.Select(file => Make(file, Split.Train)),
        .. options.Valid.Select(file => Make(file, Split.Valid)),
        .. options.Test.Select(file => Make(file, Split.Test)),
    ];

    /// <summary>Adds the checksums.</summary>
    public static IReadOnlyList<Input> Hash(IReadOnlyList<Input> inputs, ProgressReport report)
    {
        var total = inputs.Sum(input => input.Bytes);
        long done = 0;
        return [.. inputs.Select(input => input with
        {
            Sha256 = Checksum.OfFile(
                input.Path.File, read => report.Step(PrepareStage.Hashing, done += read, total, sentences: 0)),
        })];
    }

    private static Input Make(string file, Split? split)
    {
        var path = InputPath.Parse(file);
        return new Input(path, split, RegularFile.LengthOf(path.File), "");
    }
}
