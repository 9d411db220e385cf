using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.NGrams;
using TextVae.Generation;
using TextVae.Models;

namespace TextVae.Runs;

/// <summary>
/// Goes from sentence to sentence through the vectors between, and measures the texts on the way: whether they are likely to the model at
/// their vectors and by themselves, and fluent to a model of words that knows no vectors.
/// </summary>
public sealed class PathMeasurement : IDisposable
{
    private readonly VariationalAutoencoder _model;
    private readonly Dataset _dataset;
    private readonly Split _split;
    private readonly int _steps;
    private readonly EvaluationOptions _evaluation;
    private readonly (int From, int To)[] _ends;
    private readonly TextGenerator _generator;

    /// <summary>Prepares it; nothing is encoded yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="split">The split whose sentences are the ends.</param>
    /// <param name="options">How words are chosen.</param>
    /// <param name="evaluation">How the bound is measured, and the seed by which ends are drawn.</param>
    /// <param name="paths">How many ways; at least 1.</param>
    /// <param name="steps">Vectors of each, both ends among them; at least 2.</param>
    /// <exception cref="RecipeException">The model is a language model, or reads labels, or the options or numbers cannot be used.</exception>
    /// <exception cref="DataException">The split has fewer than two sentences.</exception>
    public PathMeasurement(
        TrainedModel model, Dataset dataset, Split split, DecodingOptions options, EvaluationOptions evaluation, int paths, int steps)
    {
        _model = model.Model as VariationalAutoencoder ?? throw new RecipeException(
            "This model is a language model: it has no latent vector to go between. Use a model of kind \"vae\".");
        if (model.Labels.Count > 0)
            throw new RecipeException("This model reads labels beside the vector, and a way between two labels has none. Measure ways of a model without model.label_embedding.");
        if (paths is < 1 or > 1_000_000 || steps is < 2 or > 1000)
            throw new RecipeException($"There are {paths} ways of {steps} steps; there have to be 1 to 1000000 ways of 2 to 1000 steps.");
        MeasuredSplit.RequireUnlearned(split, "Texts on the way between two others");
        if (dataset[split].Count < 2)
            throw new DataException("This split has fewer than two sentences, so there is no way between any. Choose another with --split.");
        (_dataset, _split, _steps, _evaluation) = (dataset, split, steps, evaluation);
        _ends = Ends(dataset[split].Count, paths, evaluation.Seed);
        _generator = new TextGenerator(model.Model, options);
    }

    /// <summary>Decodes all ways, the straight ones and those on the arc, and measures their texts.</summary>
    /// <param name="progress">Told the share of the texts that is decoded, 0 to 1.</param>
    /// <param name="cancellation">Stops between words, and between runs of words of what judges the texts.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public PathReport Measure(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var split = _dataset[_split];
        var ngrams = KneserNey.OfTraining(_dataset, cancellation);
        int[] places = [.. _ends.SelectMany(ends => new[] { ends.From, ends.To }).Distinct()];
        var vectors = places.Zip(MeanVectors.Of(_model, split, places, cancellation)).ToDictionary(pair => pair.First, pair => pair.Second);
        var real = Array.ConvertAll(places, split.Read);
        PathKind[] kinds = [PathKind.Linear, PathKind.Spherical];
        var (figures, total, done) = (new List<PathFigure>(), (double)kinds.Length * _ends.Length * _steps, 0);
        foreach (var kind in kinds)
        {
            var before = new int[_ends.Length][];
            var ways = Array.ConvertAll(_ends, ends => LatentPath.Between(vectors[ends.From], vectors[ends.To], _steps, kind));
            for (var step = 0; step < _steps; step++)
            {
                var texts = new List<GeneratedText>(ways.Length);
                foreach (var found in _generator.Decode(ways.Select(way => way[step]), cancellation: cancellation))
                {
                    cancellation.ThrowIfCancellationRequested();
                    texts.Add(found[0]);
                    progress?.Report(++done / total);
                }

                int[][] words = [.. texts.Select(text => text.Words)];
                figures.Add(new PathFigure(
                    kind, step / (double)(_steps - 1), words.Length,
                    -texts.Sum(text => text.LogProbability) / Tokens(words), NllPerToken(words, cancellation), ngrams.Perplexity(words, cancellation),
                    words.Zip(before).Count(pair => pair.Second is null || !pair.First.AsSpan().SequenceEqual(pair.Second)) / (double)words.Length));
                before = words;
            }
        }

        return new PathReport(figures, ngrams.Perplexity(real, cancellation), NllPerToken(real, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    /// <summary>Two different sentences for each way; they are drawn anew for each.</summary>
    private static (int From, int To)[] Ends(int sentences, int paths, long seed)
    {
        var random = new RandomStream(seed);
        return
        [
            .. Enumerable.Range(0, paths).Select(_ =>
            {
                var from = random.NextInt(sentences);
                return (from, (from + 1 + random.NextInt(sentences - 1)) % sentences);
            }),
        ];
    }

    private double NllPerToken(int[][] texts, CancellationToken cancellation)
    {
        var evaluator = new Evaluator(_model, _evaluation with { Iw = 0 });
        var (nll, first) = (0.0, 0);
        foreach (var chunk in LabelledChunk.Of(texts, labels: null, _evaluation.Batch))
        {
            using var batch = Batches.Batch.Of(chunk.Sentences, [.. Enumerable.Range(first, chunk.Sentences.Length)]);
            nll += evaluator.Measure(batch, cancellation).Sum(bound => bound.Reconstruction + bound.Kl);
            first += chunk.Sentences.Length;
        }

        return nll / Tokens(texts);
    }

    /// <summary>Words and end tokens.</summary>
    private static long Tokens(int[][] texts) => texts.Sum(words => words.Length + 1L);
}
