using TextVae.Corpus;
using TextVae.Evaluation.Probes;
using TextVae.Models;

namespace TextVae.Tests.Evaluation.Probes;

public sealed class ProberTests
{
    [Fact]
    public void Every_target_is_probed_once_on_all_sentences_and_the_words_tell_the_length_exactly()
    {
        using var data = new TinyDataset(sentences: 200, seed: 1, "x", "y", "y");
        using var model = NewModel(data);
        var report = Prober.Measure(
            model, data.Dataset, Split.Test, Options(data, "a", "b c"), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal([], report.LeftOut);
        Assert.Equal(
            [
                ("length", ProbeKind.Length, ProbeMetric.R2), ("mood", ProbeKind.Label, ProbeMetric.Accuracy),
                ("first_word", ProbeKind.FirstWord, ProbeMetric.Accuracy), ("last_word", ProbeKind.LastWord, ProbeMetric.Accuracy),
                ("a", ProbeKind.Phrase, ProbeMetric.Accuracy), ("a", ProbeKind.Phrase, ProbeMetric.Auc),
                ("b c", ProbeKind.Phrase, ProbeMetric.Accuracy), ("b c", ProbeKind.Phrase, ProbeMetric.Auc),
            ],
            report.Probes.Select(probe => (probe.Target, probe.Kind, probe.Metric)));
        Assert.All(report.Probes, probe => Assert.Equal(11, probe.N));
        Assert.InRange(report.Probes[0].BagOfWords, 0.99, 1);
        Assert.InRange(report.Probes[0].Majority, -0.5, 0);
        Assert.Equal(7 / 11.0, report.Probes[1].Majority, 1e-12);
        Assert.Equal(1, report.Probes[5].BagOfWords);
        Assert.Equal(0.5, report.Probes[5].Majority);
        Assert.Equal([(20, 2, 11), (150, 2, 11)], report.FewLabels.Select(found => (found.Labels, found.Draws, found.N)));
        Assert.Equal(7 / 11.0, report.FewLabels[1].Majority, 1e-12);
    }

    [Fact]
    public void Words_that_separate_labels_are_found_and_asked_for_and_no_phrases_where_words_stand_by_chance()
    {
        using var data = new TinyDataset(sentences: 200, seed: 1, "x", "y", "y");
        using var model = NewModel(data);

        var report = Prober.Measure(
            model, data.Dataset, Split.Test, Options(data) with { FrequentPhrases = 2, LabelWords = 2 }, progress: null,
            TestContext.Current.CancellationToken);

        var found = report.Probes.Where(probe => probe.Metric == ProbeMetric.Auc).ToArray();
        Assert.Equal([ProbeKind.LabelWord, ProbeKind.LabelWord], found.Select(probe => probe.Kind));
        Assert.All(found, probe => Assert.Equal(1, probe.BagOfWords));
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_other_sentences()
    {
        using var data = new TinyDataset(sentences: 200);
        using var model = NewModel(data);
        var options = Options(data, "a") with { Sentences = 60 };
        ProbeReport Measure(long seed) => Prober.Measure(
            model, data.Dataset, Split.Valid, options with { Seed = seed }, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(Measure(1).Probes, Measure(1).Probes);
        Assert.NotEqual(Measure(1).Probes, Measure(2).Probes);
    }

    [Fact]
    public void Probing_leaves_no_tensor_behind()
    {
        using var data = new TinyDataset(sentences: 200, seed: 1, "x", "y", "y");
        using var model = NewModel(data);
        var before = Tiny.CountTensors();

        Prober.Measure(model, data.Dataset, Split.Test, Options(data, "a"), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_target_that_never_varies_is_left_out_with_its_reason()
    {
        using var data = new TinyDataset(sentences: 50);
        using var model = NewModel(data);

        var report = Prober.Measure(
            model, data.Dataset, Split.Test, Options(data, "a b c d e a b c"), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["'a b c d e a b c' is not probed: it is the same for all of the 50 sentences to train on."], report.LeftOut);
        Assert.Equal(["length", "first_word", "last_word"], report.Probes.Select(probe => probe.Target));
    }

    [Fact]
    public void Sentences_without_a_label_are_left_out_where_there_are_labels()
    {
        using var data = new TinyDataset(sentences: 90, seed: 1, "x", null, "y");
        using var model = NewModel(data);

        var report = Prober.Measure(model, data.Dataset, Split.Test, Options(data), progress: null, TestContext.Current.CancellationToken);

        Assert.All(report.Probes, probe => Assert.Equal(7, probe.N));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_model_was_told_is_not_asked_of_its_vectors(bool isRead)
    {
        using var data = new TinyDataset(sentences: 200, seed: 1, "x", "y", "y");
        var options = isRead ? Tiny.Autoencoder with { LabelEmbedding = 2 } : Tiny.Autoencoder with { HasLabelPredictor = true };
        using var model = TextModel.Create(options, data.Dataset.Vocabulary.Count, seed: 1, data.Dataset.Labels.Count);

        var report = Prober.Measure(model, data.Dataset, Split.Test, Options(data), progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                isRead
                    ? "'mood' is not probed: the encoder reads it beside the words (model.label_embedding)."
                    : "Few labels are not asked about: the model was trained with all of them (objective.label).",
            ],
            report.LeftOut);
        Assert.Empty(report.FewLabels);
        Assert.Equal(!isRead, report.Probes.Any(probe => probe.Kind == ProbeKind.Label));
    }

    [Fact]
    public void A_language_model_and_the_training_split_are_refused()
    {
        using var data = new TinyDataset();
        using var language = TextModel.Create(Tiny.Language, data.Dataset.Vocabulary.Count, seed: 1);
        using var model = NewModel(data);

        Assert.Equal(
            "This model is a language model: it has no latent vector to probe. Probe a model of kind \"vae\".",
            Assert.Throws<RecipeException>(() => Measure(language, Split.Test)).Message);
        Assert.Equal(
            "Probes are trained on the training split. Try them on another, with --split valid or --split test.",
            Assert.Throws<RecipeException>(() => Measure(model, Split.Train)).Message);

        void Measure(TextModel any, Split split) =>
            Prober.Measure(any, data.Dataset, split, Options(data), progress: null, TestContext.Current.CancellationToken);
    }

    private static TextModel NewModel(TinyDataset data) =>
        TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);

    private static ProbeOptions Options(TinyDataset data, params string[] phrases) => new()
    {
        LabelName = "mood",
        FrequentPhrases = 0,
        LabelWords = 0,
        LabelCounts = [20, 150, 10_000],
        LabelDraws = 2,
        Phrases =
        [
            .. phrases.Select(phrase => new ProbePhrase(phrase, [.. phrase.Split(' ').Select(data.Dataset.Vocabulary.IdOf)])),
        ],
    };
}
