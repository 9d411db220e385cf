using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>What a model writes for a report.</summary>
internal static class ReportTexts
{
    /// <summary>Texts from the prior; of a model that knows labels, under each label in turn.</summary>
    public static IReadOnlyList<string> Samples(TrainedModel model, int count, CancellationToken cancellation)
    {
        var options = new DecodingOptions { Strategy = DecodingStrategy.Sample };
        if (model.Labels.Count == 0)
            return Drawn(model, options, count);
        var texts = new List<string>(count);
        for (var label = 0; texts.Count < count; label++)
        {
            cancellation.ThrowIfCancellationRequested();
            texts.AddRange(Drawn(model, options with { Label = label % model.Labels.Count, Seed = 1 + (label / model.Labels.Count) }, 1)
                .Select(text => $"{model.Labels[label % model.Labels.Count]}: {text}"));
        }

        return texts;
    }

    /// <summary>The first texts of a split through their vectors, and what lies between two of them.</summary>
    public static (IReadOnlyList<(string Text, string Back)> Reconstructions, IReadOnlyList<Interpolation> Interpolations) OfVectors(
        TrainedModel model, VariationalAutoencoder autoencoder, TokenStore split, ReportOptions options, CancellationToken cancellation)
    {
        var count = Math.Min(split.Count, Math.Max(options.Reconstructions, 2 * options.Interpolations));
        int[][] sentences = [.. Enumerable.Range(0, count).Select(split.Read)];
        int[]? labels = model.Labels.Count > 0 ? [.. split.Labels.Span[..count]] : null;
        using var greedy = new TextGenerator(autoencoder, new DecodingOptions());
        var shown = sentences.Take(options.Reconstructions).ToArray();
        (string, string)[] reconstructions =
        [
            .. shown.Zip(greedy.Reconstruct(shown, labels?.Take(shown.Length)), (words, back) => (model.TextOf(words), model.TextOf(back.Words))),
        ];
        var interpolations = new List<Interpolation>();
        for (var i = 0; i + 1 < count && interpolations.Count < options.Interpolations; i += 2)
        {
            cancellation.ThrowIfCancellationRequested();
            var between = greedy.Interpolate(
                sentences[i], sentences[i + 1], options.InterpolationSteps, labels is null ? null : (labels[i], labels[i + 1]));
            interpolations.Add(new Interpolation(
                model.TextOf(sentences[i]), model.TextOf(sentences[i + 1]), options.InterpolationSteps,
                [.. between.Select(text => model.TextOf(text.Words)).Distinct(StringComparer.Ordinal)]));
        }

        return (reconstructions, interpolations);
    }

    private static IReadOnlyList<string> Drawn(TrainedModel model, DecodingOptions options, int count)
    {
        using var generator = new TextGenerator(model.Model, options);
        return [.. generator.Sample(count).Select(text => model.TextOf(text.Words))];
    }
}
