using System.Text.Encodings.Web;
using System.Text.Json;
using TextVae.Corpus.Preparing;

namespace TextVae.Corpus.Synthetic;

/// <summary>Writes synthetic reviews as a corpus of three splits, with the truth about them.</summary>
public static class SyntheticCorpus
{
    /// <summary>The reviews of all splits unless told otherwise.</summary>
    public const int DefaultReviews = 10_000;

    /// <summary>The seed unless told otherwise.</summary>
    public const int DefaultSeed = 1;

    private const int FewestReviews = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // The files are read as JSON, never put into a page: apostrophes may stay legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private static readonly JsonSerializerOptions IndentedJson = new(Json) { WriteIndented = true };

    /// <summary>
    /// Writes <c>train.jsonl</c>, <c>valid.jsonl</c> and <c>test.jsonl</c> (90, 5 and 5 % of the reviews, at least one
    /// each; a line has <c>review_id</c>, <c>stars</c>, <c>text</c> and <c>kind</c>) and <c>truth.json</c>, which is
    /// also returned. The folder appears when it is complete, or not at all.
    /// </summary>
    /// <param name="folder">The folder to make; its parents are made too.</param>
    /// <param name="reviews">The reviews of all splits, at least 3.</param>
    /// <param name="seed">The same seed gives the same reviews on every platform.</param>
    /// <param name="cancellation">Stops the writing and removes what was written.</param>
    /// <exception cref="RecipeException">Fewer than 3 reviews are asked for.</exception>
    /// <exception cref="DataException">The folder exists already or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static SyntheticTruth Write(
        string folder,
        int reviews = DefaultReviews,
        int seed = DefaultSeed,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (reviews < FewestReviews)
        {
            throw new RecipeException(
                $"A synthetic corpus of {reviews} reviews has too few for its three splits. "
                + $"Ask for {FewestReviews} or more.");
        }

        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.Exists(target))
        {
            throw new DataException(
                $"The folder {folder} for the synthetic reviews exists already. "
                + "Name one that does not, or remove it first.");
        }

        try
        {
            using var output = OutputFolder.Create(target);
            var truth = WriteFiles(output.Path, reviews, seed, cancellation);
            output.Commit();
            return truth;
        }
        catch (IOException error) when (WriteFailure.IsOfDisk(error))
        {
            throw WriteFailure.Of(target, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The folder {folder} for the synthetic reviews cannot be written: {error.Message} "
                + "Name a folder on a disk with space where you may write.",
                error);
        }
    }

    private static SyntheticTruth WriteFiles(string folder, int reviews, int seed, CancellationToken cancellation)
    {
        var held = Math.Max(1, (int)Math.Round(0.05 * reviews, MidpointRounding.AwayFromZero));
        (string Name, int Count)[] sizes = [("train", reviews - (2 * held)), ("valid", held), ("test", held)];
        var splits = new OrderedDictionary<string, SyntheticSplit>();
        using var source = SyntheticReviews.Generate(reviews, seed).GetEnumerator();
        var written = 0;
        foreach ((var name, var count) in sizes)
        {
            var negativeLogProbabilities = new double[count];
            using var file = new FileStream(Path.Combine(folder, $"{name}.jsonl"), FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(file) { NewLine = "\n" };
            for (var i = 0; i < count && source.MoveNext(); i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var review = source.Current;
                negativeLogProbabilities[i] = review.NegativeLogProbability;
                var line = new ReviewLine($"synthetic-{++written:D7}", review.Stars, review.Text, review.Kind);
                writer.WriteLine(JsonSerializer.Serialize(line, Json));
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
            splits.Add(name, SyntheticSplit.Of(negativeLogProbabilities));
        }

        var truth = new SyntheticTruth
        {
            Entropy = SyntheticReviews.EntropyPerReview,
            EntropyUnit = "nats per review",
            EntropyByFactor = SyntheticReviews.EntropyByFactor(),
            Seed = seed,
            Reviews = reviews,
            Splits = splits,
            Factors = SyntheticReviews.Factors,
        };
        AtomicFile.WriteText(Path.Combine(folder, "truth.json"), JsonSerializer.Serialize(truth, IndentedJson) + "\n");
        return truth;
    }

    private sealed record ReviewLine(string ReviewId, int Stars, string Text, string Kind);
}
