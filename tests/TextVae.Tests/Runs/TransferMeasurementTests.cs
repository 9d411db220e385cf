using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class TransferMeasurementTests
{
    private static readonly DecodingOptions Greedy = new() { MaximumLength = 9 };

    [Fact]
    public void A_strength_of_zero_reconstructs_and_both_directions_are_measured()
    {
        using var runs = Reviews("down", "up");
        using var model = TrainedModel.Load(runs.Train("run").Path);
        using var transfer = new TransferMeasurement(model, runs.Data.Dataset, Split.Test, Greedy, [0, 2]);

        var report = transfer.Measure(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(
            [("down", "up", 0.0, 6), ("down", "up", 2.0, 6), ("up", "down", 0.0, 5), ("up", "down", 2.0, 5)],
            report.Transfer.Select(found => (found.From, found.To, found.Strength!.Value, found.Sentences)));
        var (split, judge) = (runs.Data.Dataset.Test, LabelJudge.Train(runs.Data.Dataset)!);
        foreach (var (first, found) in new[] { report.Transfer[0], report.Transfer[2] }.Index())
        {
            int[][] sentences = [.. Enumerable.Range(0, split.Count).Where(place => place % 2 == first).Select(split.Read)];
            using var generator = new TextGenerator(model.Model, Greedy);
            int[][] texts = [.. generator.Reconstruct(sentences).Select(text => text.Words)];
            Assert.Equal(Bleu.OfCorpus(texts, sentences), found.SourceBleu);
            Assert.Equal(judge.Agree(texts, found.To).Count(agrees => agrees == true) / (double)texts.Length, found.LabelAccuracy);
        }

        Assert.Equal(1, report.TransferAccuracyReal); // each text has a word that gives its label away
        Assert.True(report.TransferPerplexityReal > 1);
    }

    [Fact]
    public void The_way_of_one_label_to_another_is_that_of_the_simple_api()
    {
        using var runs = Reviews("down", "up");
        var folder = runs.Train("run").Path;
        var (dataset, split) = (runs.Data.Dataset, runs.Data.Dataset.Test);
        using var trained = TrainedModel.Load(folder);
        using var transfer = new TransferMeasurement(trained, dataset, Split.Test, Greedy, [40]);
        string[] Texts(TokenStore store, int label) =>
            [.. Enumerable.Range(0, store.Count).Where(place => place % 2 == label).Select(place => trained.TextOf(store.Read(place)))];

        var report = transfer.Measure(cancellation: TestContext.Current.CancellationToken);

        using var model = TextVaeModel.Load(folder);
        var way = model.AttributeVectorOf(Texts(dataset.Train, 0), Texts(dataset.Train, 1), ("down", "up"));
        var moved = model.Transfer(Texts(split, 0), way, 40, Greedy, TestContext.Current.CancellationToken);
        int[][] sentences = [.. Enumerable.Range(0, split.Count).Where(place => place % 2 == 0).Select(split.Read)];
        Assert.Equal(Bleu.OfCorpus([.. moved.Select(text => trained.WordsOf(text.Text))], sentences), report.Transfer[0].SourceBleu);
    }

    [Fact]
    public void A_model_that_reads_labels_writes_under_the_opposite_one()
    {
        using var runs = Reviews("1", "2", "3", "4", "5");
        using var model = TrainedModel.Load(runs.Train("run", "model.label_embedding=3").Path);
        using var transfer = new TransferMeasurement(model, runs.Data.Dataset, Split.Test, Greedy, []);

        var report = transfer.Measure(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(
            [("few stars", "many stars", (double?)null, 5), ("many stars", "few stars", null, 4)],
            report.Transfer.Select(found => (found.From, found.To, found.Strength, found.Sentences)));
        // The test sentences have the stars 1, 2, 3, 4, 5, 1, 2, ... in turn: labels are numbered as they were first met.
        var split = runs.Data.Dataset.Test;
        int[] places = [0, 1, 5, 6, 10];
        var sentences = Array.ConvertAll(places, split.Read);
        var labels = runs.Data.Dataset.LabelsOf(Split.Test).ToArray();
        using var generator = new TextGenerator(model.Model, Greedy);
        var vectors = MeanVectors.Of(
            (TextVae.Models.VariationalAutoencoder)model.Model, split, places, TestContext.Current.CancellationToken);
        int[] opposite = [.. places.Select(place => model.LabelOf(model.Labels[labels[place]] == "1" ? "5" : "4"))];
        int[][] texts = [.. generator.Decode(vectors, opposite).Select(found => found[0].Words)];
        Assert.Equal(Bleu.OfCorpus(texts, sentences), report.Transfer[0].SourceBleu);
    }

    [Fact]
    public void What_cannot_be_moved_is_told_before_anything_is_measured()
    {
        using var runs = Reviews("down", "up");
        using var three = Reviews("down", "up", "sideways");
        using var plain = new TinyRuns();

        Assert.StartsWith("This model is a language model", Refused<RecipeException>(runs, "model.kind=lm"), StringComparison.Ordinal);
        Assert.Contains("have 3 in common of ", Refused<DataException>(three), StringComparison.Ordinal);
        Assert.Contains("have 0 in common. Prepare", Refused<DataException>(plain), StringComparison.Ordinal);
        Assert.StartsWith("A strength of the transfer is not finite", Refused<RecipeException>(runs, double.NaN), StringComparison.Ordinal);

        static string Refused<T>(TinyRuns of, object? setting = null)
            where T : TextVaeException
        {
            using var model = TrainedModel.Load(setting is string typed ? of.Train("lm", typed).Path : of.Train($"run{setting}").Path);
            return Assert.Throws<T>(() =>
            {
                using var transfer = new TransferMeasurement(
                    model, of.Data.Dataset, Split.Test, Greedy, [setting is double strength ? strength : 1]);
            }).Message;
        }
    }

    /// <summary>Sentences each with a word for its label, another for all, and one that means nothing.</summary>
    private static TinyRuns Reviews(params string?[] labels)
    {
        var place = 0;
        string Text(Random random) =>
            $"{"abcde"[labels.Length == 5 ? place++ % 5 / 3 : place++ % labels.Length]} food {(random.Next(2) == 0 ? "here" : "there")}";
        return new TinyRuns(new TinyDataset(Text, (60, 60, 11), 1, labels));
    }
}
