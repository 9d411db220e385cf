using System.CommandLine;
using TextVae.Cli.Inputs;
using TextVae.Corpus;
using TextVae.Vectors;

namespace TextVae.Cli.Arguments;

/// <summary>Many vectors and what is known of their texts.</summary>
/// <param name="Vectors">The vectors.</param>
/// <param name="Texts">The text of each; null where only the vectors are there.</param>
internal sealed record KnownVectors(VectorTable Vectors, IReadOnlyList<string>? Texts) : IDisposable
{
    public void Dispose() => Vectors.Dispose();
}

/// <summary>The options that say among which vectors a command looks.</summary>
internal sealed class VectorArguments
{
    private readonly Option<string?> _vectors = new("--vectors")
    {
        Description = "The vectors to look among: a file that `encode --output` has written with this model. A .npy is not read but mapped.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _texts = new("--texts")
    {
        Description = "The texts of --vectors in the same order, in any format that `prepare` reads: the --input of `encode`, for example.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _textsField = new("--texts-field")
    {
        Description = "The name (CSV, TSV: or the number) of the field of --texts with the text.",
        HelpName = "NAME",
    };

    private readonly Option<Split?> _among = SplitOption.CreateOptional(
        "Without --vectors: the split of the run's dataset to encode and look among (default: train)", "--among");

    /// <summary>Adds the options to a command.</summary>
    public VectorArguments(Command command)
    {
        foreach (var option in new Option[] { _vectors, _texts, _textsField, _among })
            command.Add(option);
    }

    /// <summary>Refuses a model without vectors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="purpose">What it should do.</param>
    /// <exception cref="RecipeException">It is a language model.</exception>
    public static void Require(TextVaeModel model, string purpose)
    {
        if (model.Description.LatentSize == 0)
        {
            throw new RecipeException(
                $"This model is a language model: it has no latent vector, so it cannot {purpose}. Use a model of kind \"vae\".");
        }
    }

    /// <summary>Opens the file, or encodes the split.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="folder">The run.</param>
    /// <param name="data">Its dataset, where it was named.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">They cannot be read, or there are not as many texts as vectors.</exception>
    /// <exception cref="RecipeException">Options contradict each other.</exception>
    public KnownVectors Open(ParseResult parse, string folder, string? data, TextVaeModel model, CancellationToken cancellation)
    {
        var (file, texts, among) = (parse.GetValue(_vectors), parse.GetValue(_texts), parse.GetValue(_among));
        var field = parse.GetValue(_textsField);
        if (file is not null && among is not null)
            throw new RecipeException("--vectors and --among both say where to look. Leave one of them out.");
        if (file is null && texts is not null)
            throw new RecipeException("--texts has the texts of vectors in a file. Name it with --vectors.");
        if (texts is null && field is not null)
            throw new RecipeException("--texts-field says where the text is in a file of texts. Name that with --texts.");
        if (file is null)
            return OfSplit(RunDataset.Open(folder, data, model.Description.DatasetHash), among ?? Split.Train, model, cancellation);
        var vectors = VectorTable.Open(file, model.Description.LatentSize);
        try
        {
            return new KnownVectors(vectors, texts is null ? null : ReadTexts(texts, field, file, vectors.Count));
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    private static KnownVectors OfSplit(Dataset dataset, Split split, TextVaeModel model, CancellationToken cancellation)
    {
        using (dataset)
        {
            TextItem[] items = [.. SplitTexts.Of(dataset, split, model).Select(text => text.Item)];
            var vectors = model.PosteriorsEachAsync(items.ToAsyncEnumerable(), cancellation)
                .Select(posterior => posterior.Mean).ToBlockingEnumerable(cancellation);
            return new KnownVectors(
                VectorTable.Of(vectors, model.Description.LatentSize, $"the {ChoiceName.Of(split)} split"),
                [.. items.Select(item => item.Text)]);
        }
    }

    private static List<string> ReadTexts(string path, string? field, string vectors, long count)
    {
        using var reader = TextRecordReader.Open(path, new TextReadOptions { TextField = field, Strict = true });
        var texts = new List<string>();
        while (reader.Read() is { } record)
        {
            // `encode` leaves them out too.
            if (!string.IsNullOrWhiteSpace(record.Text))
                texts.Add(record.Text);
        }

        return texts.Count == count ? texts : throw new DataException(
            $"'{path}' has {texts.Count} texts and '{vectors}' {count} vectors, so which belong together is not known. Give the texts "
            + "that were encoded, in the same order.");
    }
}
