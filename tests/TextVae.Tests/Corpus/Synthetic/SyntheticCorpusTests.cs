using System.Text.Json;
using TextVae.Corpus.Synthetic;

namespace TextVae.Tests.Corpus.Synthetic;

public sealed class SyntheticCorpusTests : IDisposable
{
    private static readonly string[] Files = ["test.jsonl", "train.jsonl", "truth.json", "valid.jsonl"];

    private readonly string _folder = Directory.CreateTempSubdirectory("textvae-synthetic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Splits_hold_the_reviews_of_the_seed_in_order()
    {
        var corpus = Path.Combine(_folder, "deeper", "corpus");

        SyntheticCorpus.Write(corpus, reviews: 100, seed: 2, TestContext.Current.CancellationToken);

        JsonElement[][] splits = [Lines(corpus, "train"), Lines(corpus, "valid"), Lines(corpus, "test")];
        Assert.Equal([90, 5, 5], splits.Select(split => split.Length));
        JsonElement[] lines = [.. splits.SelectMany(split => split)];
        SyntheticReview[] reviews = [.. SyntheticReviews.Generate(100, seed: 2)];
        Assert.Equal(
            reviews.Select(review => (review.Text, review.Kind, review.Stars)),
            lines.Select(line => (
                Text(line), line.GetProperty("kind").GetString()!, line.GetProperty("stars").GetInt32())));
        Assert.Equal(100, lines.Select(line => line.GetProperty("review_id").GetString()).Distinct().Count());
    }

    [Fact]
    public void A_line_is_legible_json()
    {
        var corpus = Path.Combine(_folder, "corpus");
        SyntheticCorpus.Write(corpus, reviews: 100, seed: 1, TestContext.Current.CancellationToken);

        var first = File.ReadLines(Path.Combine(corpus, "train.jsonl")).First();
        var review = SyntheticReviews.Generate(1, seed: 1).Single();

        Assert.Equal(
            "{\"review_id\":\"synthetic-0000001\","
            + $"\"stars\":{review.Stars},\"text\":\"{review.Text}\",\"kind\":\"{review.Kind}\"}}",
            first);
        Assert.Contains("n't ", File.ReadAllText(Path.Combine(corpus, "train.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_tells_what_a_bound_on_each_split_can_be_compared_with()
    {
        var corpus = Path.Combine(_folder, "corpus");
        var returned = SyntheticCorpus.Write(corpus, 200, seed: 7, TestContext.Current.CancellationToken);

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(corpus, "truth.json")));
        var truth = document.RootElement;

        Assert.Equal(SyntheticReviews.EntropyPerReview, truth.GetProperty("entropy").GetDouble());
        Assert.Equal("nats per review", truth.GetProperty("entropy_unit").GetString());
        Assert.Equal(7, truth.GetProperty("seed").GetInt32());
        Assert.Equal(200, truth.GetProperty("reviews").GetInt32());
        Assert.Equal(
            SyntheticReviews.EntropyPerReview,
            truth.GetProperty("entropy_by_factor").EnumerateObject().Sum(part => part.Value.GetDouble()),
            9);
        foreach (var split in (string[])["train", "valid", "test"])
        {
            double[] nats = [.. Lines(corpus, split).Select(Text).Select(SyntheticReviews.NegativeLogProbability)];
            var figures = truth.GetProperty("splits").GetProperty(split);
            var variance = nats.Sum(value => Math.Pow(value - nats.Average(), 2)) / (nats.Length - 1);
            Assert.Equal(nats.Length, figures.GetProperty("sentences").GetInt32());
            Assert.Equal(nats.Average(), figures.GetProperty("mean_negative_log_probability").GetDouble(), 9);
            Assert.Equal(Math.Sqrt(variance / nats.Length), figures.GetProperty("standard_error").GetDouble(), 9);
            Assert.Equal(returned.Splits[split].MeanNegativeLogProbability, nats.Average(), 9);
        }

        var kind = truth.GetProperty("factors").EnumerateArray()
            .Single(table => table.GetProperty("factor").GetString() == "kind");
        Assert.Equal(0.3, kind.GetProperty("probabilities").GetProperty("restaurant").GetDouble(), 12);
        Assert.Equal(JsonValueKind.Null, kind.GetProperty("given_factor").ValueKind);
    }

    [Fact]
    public void The_smallest_corpus_has_one_review_in_each_split()
    {
        var truth = SyntheticCorpus.Write(
            Path.Combine(_folder, "corpus"), reviews: 3, seed: 1, TestContext.Current.CancellationToken);

        Assert.All(truth.Splits.Values, split => Assert.Equal((1, null), (split.Sentences, split.StandardError)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        string[] corpora = [.. new[] { 4, 4, 5 }.Select((seed, index) =>
        {
            var corpus = Path.Combine(_folder, $"{index}");
            SyntheticCorpus.Write(corpus, reviews: 50, seed, TestContext.Current.CancellationToken);
            return corpus;
        })];

        Assert.Equal(Files, Directory.GetFiles(corpora[0]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Files, file => Assert.Equal(Bytes(corpora[0], file), Bytes(corpora[1], file)));
        Assert.All(Files, file => Assert.NotEqual(Bytes(corpora[0], file), Bytes(corpora[2], file)));

        static byte[] Bytes(string corpus, string file) => File.ReadAllBytes(Path.Combine(corpus, file));
    }

    [Fact]
    public void An_existing_folder_is_refused_and_left_alone()
    {
        var error = Assert.Throws<DataException>(
            () => SyntheticCorpus.Write(_folder, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(
            $"The folder {_folder} for the synthetic reviews exists already. "
            + "Name one that does not, or remove it first.",
            error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var corpus = Path.Combine(file, "corpus");

        var error = Assert.Throws<DataException>(
            () => SyntheticCorpus.Write(corpus, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(
            $"The folder {corpus} for the synthetic reviews cannot be written: {error.InnerException!.Message} "
            + "Name a folder on a disk with space where you may write.",
            error.Message);
    }

    [Fact]
    public void Too_few_reviews_are_refused()
    {
        var error = Assert.Throws<RecipeException>(() => SyntheticCorpus.Write(
            Path.Combine(_folder, "corpus"), reviews: 2, seed: 1, TestContext.Current.CancellationToken));

        Assert.Equal(
            "A synthetic corpus of 2 reviews has too few for its three splits. Ask for 3 or more.", error.Message);
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => SyntheticCorpus.Write(Path.Combine(_folder, "corpus"), reviews: 100, seed: 1, source.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static string Text(JsonElement line) => line.GetProperty("text").GetString()!;

    private static JsonElement[] Lines(string corpus, string split) =>
        [.. File.ReadLines(Path.Combine(corpus, $"{split}.jsonl")).Select(line => JsonElement.Parse(line))];
}
