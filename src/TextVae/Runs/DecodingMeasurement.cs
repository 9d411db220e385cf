using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;

namespace TextVae.Runs;

/// <summary>Decodes the mean of each sentence's q(z|x) of a split, and measures what the texts are like.</summary>
public sealed class DecodingMeasurement : IDisposable
{
    private readonly TrainedModel _model;
    private readonly Dataset _dataset;
    private readonly Split _split;
    private readonly int[][] _sentences;
    private readonly TextGenerator _generator;

    /// <summary>Prepares it; nothing is decoded yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="split">The split whose sentences are decoded.</param>
    /// <param name="options">How words are chosen.</param>
    /// <exception cref="RecipeException">The model is a language model, which has no z, or the options cannot be used.</exception>
    public DecodingMeasurement(TrainedModel model, Dataset dataset, Split split, DecodingOptions options)
    {
        (_model, _dataset, _split) = (model, dataset, split);
        _sentences = [.. Enumerable.Range(0, dataset[split].Count).Select(dataset[split].Read)];
        _generator = new TextGenerator(model.Model, options);
        try
        {
            _ = _generator.Hypotheses([]); // a language model is told before anything is measured
        }
        catch
        {
            _generator.Dispose();
            throw;
        }
    }

    /// <summary>Decodes and measures.</summary>
    /// <param name="batch">Sentences at once where words are predicted.</param>
    /// <param name="progress">Told the share that is decoded, 0 to 1.</param>
    /// <param name="cancellation">Stops between words, and between steps of what judges labels.</param>
    /// <exception cref="DataException">The model knows labels, and a sentence has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DecodingReport Measure(int batch, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var texts = new List<int[][]>(_sentences.Length);
        var labels = _model.Labels.Count > 0 ? _dataset[_split].Labels.ToArray() : null;
        foreach (var list in _generator.Hypotheses(_sentences, labels, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            texts.Add([.. list.Select(text => text.Words)]);
            progress?.Report((double)texts.Count / _sentences.Length);
        }

        var agreement = LabelAgreement.Of(_dataset, _split, texts.ConvertAll(list => list[0]), cancellation: cancellation);
        return DecodingReport.Of(_sentences, texts) with
        {
            WordAccuracy = WordAccuracy.Of(_model.Model, _dataset[_split], batch, cancellation),
            LabelAgreement = agreement?.Texts,
            LabelAgreementReal = agreement?.Real,
            LabelAgreementMajority = agreement?.Majority,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
