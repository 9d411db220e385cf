using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.NGrams;
using TextVae.Evaluation.Probes;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Vectors;

namespace TextVae.Runs;

/// <summary>
/// Writes the sentences of each of two kinds as sentences of the other, by the attribute vector between the means of their training
/// sentences (Larsen et al. 2016) or, with a model that reads labels, under the other label; and measures what came of it.
/// </summary>
public sealed class TransferMeasurement : IDisposable
{
    /// <summary>Training sentences of each kind whose mean is taken, from the first on; as many as <c>transfer</c> takes.</summary>
    private const int Examples = 10_000;

    private readonly VariationalAutoencoder _model;
    private readonly Dataset _dataset;
    private readonly Split _split;
    private readonly IReadOnlyList<double> _strengths;
    private readonly LabelClasses _classes;
    private readonly int[] _pair;
    private readonly TextGenerator _generator;

    /// <summary>Prepares it; nothing is encoded yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset, with labels of two kinds.</param>
    /// <param name="split">The split whose sentences are moved.</param>
    /// <param name="options">How words are chosen.</param>
    /// <param name="strengths">How far to go, once for each; of no use to a model that reads labels.</param>
    /// <exception cref="RecipeException">The model is a language model, or the options cannot be used.</exception>
    /// <exception cref="DataException">There are not two kinds of labels.</exception>
    public TransferMeasurement(TrainedModel model, Dataset dataset, Split split, DecodingOptions options, IReadOnlyList<double> strengths)
    {
        _model = model.Model as VariationalAutoencoder ?? throw new RecipeException(
            "This model is a language model: it has no latent vector, so it cannot move texts. Use a model of kind \"vae\".");
        if (!strengths.All(double.IsFinite))
            throw new RecipeException("A strength of the transfer is not finite. Give numbers such as 1 or 1.5.");
        MeasuredSplit.RequireUnlearned(split, "Texts that are transferred");
        (_dataset, _split, _strengths) = (dataset, split, strengths);
        _classes = LabelClasses.Of(dataset.Labels);
        _pair = [.. KindsOf(Split.Train).Intersect(KindsOf(split)).Order()];
        if (_pair.Length != 2)
        {
            throw new DataException(
                $"Transfer is measured between two kinds of labels, and the training split and the measured one have {_pair.Length} in common"
                + $"{(dataset.Labels.Count == 0 ? "" : $" of {LabelNames.Listed(dataset.Labels)}")}. Prepare the dataset with --label-field and texts of two labels, or of one to five stars.");
        }

        _generator = new TextGenerator(model.Model, options);
    }

    /// <summary>Moves and measures.</summary>
    /// <param name="progress">Told the share of the texts that is decoded, 0 to 1.</param>
    /// <param name="cancellation">Stops between words, and between steps of what judges the texts.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TransferReport Measure(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var judge = LabelJudge.Train(_dataset, cancellation: cancellation) ?? throw new DataException(
            "The training texts that a classifier of labels learns from are all of one kind, so it cannot tell two. Prepare a dataset with more of the other.");
        var ngrams = KneserNey.OfTraining(_dataset, cancellation);
        int[][] places = [.. _pair.Select(kind => PlacesOf(_split, kind))];
        var sentences = Array.ConvertAll(places, list => Array.ConvertAll(list, _dataset[_split].Read));
        var right = _pair.Zip(sentences, (kind, list) => judge.Classes(list).Count(found => found == kind)).Sum();
        int[][] all = [.. sentences.SelectMany(list => list)];
        double?[] strengths = ReadsLabels ? [null] : [.. _strengths.Select(strength => (double?)strength)];
        var (figures, total, done) = (new List<TransferFigure>(), (double)all.Length * strengths.Length, 0);
        foreach (var (from, to) in new[] { (0, 1), (1, 0) })
        {
            foreach (var (strength, texts) in strengths.Zip(Moved(from, to, places[from], strengths, cancellation)))
            {
                var decoded = new List<int[]>(places[from].Length);
                foreach (var text in texts)
                {
                    cancellation.ThrowIfCancellationRequested();
                    decoded.Add(text);
                    progress?.Report(++done / total);
                }

                figures.Add(new TransferFigure(
                    _classes.Names[_pair[from]], _classes.Names[_pair[to]], strength, decoded.Count,
                    judge.Classes(decoded).Count(found => found == _pair[to]) / (double)decoded.Count,
                    Bleu.OfCorpus(decoded, sentences[from]), ngrams.Perplexity(decoded, cancellation)));
            }
        }

        return new TransferReport(figures, right / (double)all.Length, ngrams.Perplexity(all, cancellation));
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    private bool ReadsLabels => _model.Options.LabelEmbedding > 0;

    private IEnumerable<IEnumerable<int[]>> Moved(int from, int to, int[] places, double?[] strengths, CancellationToken cancellation)
    {
        var vectors = MeanVectors.Of(_model, _dataset[_split], places, cancellation);
        if (ReadsLabels)
            return [_generator.Decode(vectors, Array.ConvertAll(places, place => Opposite(from, to, place)), cancellation: cancellation).Select(found => found[0].Words)];
        var way = Mean(_pair[from], cancellation).WayTo(Mean(_pair[to], cancellation));
        return strengths.Select(strength => _generator.Decode(
            vectors.Select(vector => VectorSum.Of((1, vector), (strength!.Value, way))), cancellation: cancellation).Select(found => found[0].Words));
    }

    private VectorMean Mean(int kind, CancellationToken cancellation)
    {
        var mean = new VectorMean(_model.Options.Latent);
        foreach (var vector in MeanVectors.Of(_model, _dataset.Train, [.. PlacesOf(Split.Train, kind).Take(Examples)], cancellation))
            mean.Add(vector);
        return mean;
    }

    /// <summary>The label that the label of a sentence becomes: of stars 1 becomes 5, and 2 becomes 4.</summary>
    private int Opposite(int from, int to, int place)
    {
        var (own, others) = (LabelsOf(_pair[from]), LabelsOf(_pair[to]));
        return others[^(Array.IndexOf(own, _dataset.LabelsOf(_split).Span[place]) + 1)];
    }

    /// <summary>The labels of a kind by their names, as stars go up.</summary>
    private int[] LabelsOf(int kind) =>
        [.. Enumerable.Range(0, _dataset.Labels.Count).Where(label => _classes[label] == kind).OrderBy(label => _dataset.Labels[label], StringComparer.Ordinal)];

    private int[] PlacesOf(Split split, int kind)
    {
        var labels = _dataset.LabelsOf(split).ToArray();
        return [.. Enumerable.Range(0, labels.Length).Where(place => _classes[labels[place]] == kind)];
    }

    private IEnumerable<int> KindsOf(Split split) =>
        _dataset.LabelsOf(split).ToArray().Select(label => _classes[label]).Where(kind => kind >= 0).Distinct();
}
