using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Native;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Serving;

/// <summary>A model on its thread, and what is kept for it between requests.</summary>
internal sealed class LoadedModel : IDisposable
{
    private const int BatchSize = 64;

    private IncrementalDecoder? _decoder;

    public LoadedModel(TrainedModel trained)
    {
        Trained = trained;
        Description = ModelDescription.Of(trained);
    }

    public TrainedModel Trained { get; }

    public ModelDescription Description { get; }

    /// <summary>q(z|x) of each sentence.</summary>
    public TextPosterior[] Encode(IReadOnlyList<Sentence> sentences, CancellationToken cancellation)
    {
        var autoencoder = (VariationalAutoencoder)Trained.Model;
        return InBatches<TextPosterior>(sentences, cancellation, batch =>
        {
            var posterior = autoencoder.Encode(batch);
            var (mu, logVariance) = (Rows(posterior.Mu), Rows(posterior.LogVariance));
            return [.. mu.Zip(logVariance, (mean, variance) => new TextPosterior(mean, variance))];
        });
    }

    /// <summary>The likelihood of each sentence and of its words.</summary>
    public TextScore[] Score(IReadOnlyList<Sentence> sentences, ScoreOptions options, CancellationToken cancellation)
    {
        var bounds = Bounds(sentences, options.ToEvaluation(), cancellation);
        var surprises = options.Words ? InBatches(sentences, cancellation, batch => TokenSurprise.Of(Trained.Model, batch)) : null;
        var attention = options.Words && Description.PaysAttention
            ? Attention(sentences, cancellation)
            : null;
        return
        [
            .. sentences.Select((sentence, i) => TextScore.Of(
                sentence.Text, bounds[i], options,
                surprises is null ? null : WordsOf(sentence.Words, surprises[i], attention?[i]))),
        ];
    }

    /// <summary>The bounds of each sentence; the noise is that of its place.</summary>
    public SentenceBound[] Bounds(IReadOnlyList<Sentence> sentences, EvaluationOptions options, CancellationToken cancellation)
    {
        var evaluator = new Evaluator(Trained.Model, options);
        return InBatches(sentences, cancellation, batch => evaluator.Measure(batch, cancellation));
    }

    /// <summary>The text of each vector.</summary>
    public DecodedText[] Decode(IReadOnlyList<LatentVector> vectors, DecodingOptions options, CancellationToken cancellation)
    {
        using var generator = Generator(options);
        int[]? labels = Trained.Labels.Count == 0 ? null : [.. vectors.Select(vector => vector.Label!.Value)];
        return Texts(generator.Decode(vectors.Select(vector => vector.Z), labels, vectors[0].Place, cancellation));
    }

    /// <summary>Texts from the prior.</summary>
    public DecodedText[] Sample(int first, int count, DecodingOptions options, CancellationToken cancellation)
    {
        using var generator = Generator(options);
        return Texts(generator.Sample(count, labels: null, first, cancellation).Select(text => new[] { text }));
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        Trained.Dispose();
        FreedMemory.Return();
    }

    private float[][] Attention(IReadOnlyList<Sentence> sentences, CancellationToken cancellation)
    {
        var autoencoder = (VariationalAutoencoder)Trained.Model;
        return InBatches(sentences, cancellation, batch => WordAttention.Of(autoencoder, batch));
    }

    private static float[][] Rows(torch.Tensor tensor) =>
        [.. BoundEstimator.Numbers(tensor).Chunk((int)tensor.shape[1])];

    private static int[]? LabelsOf(IReadOnlyList<Sentence> sentences) =>
        sentences[0].Label is null ? null : [.. sentences.Select(sentence => sentence.Label!.Value)];

    // Its weights are packed for the decoder once, whatever the options.
    private TextGenerator Generator(DecodingOptions options) =>
        new(Trained.Model, options, _decoder ??= IncrementalDecoder.For(Trained.Model));

    private WordScore[] WordsOf(int[] words, float[] surprises, float[]? attention) =>
    [
        .. words.Append(Corpus.Vocabulary.End).Select((word, i) =>
            new WordScore(Trained.Vocabulary[word], surprises[i], attention?[i])),
    ];

    private DecodedText[] Texts(IEnumerable<IReadOnlyList<GeneratedText>> found) =>
        [.. found.Select(hypotheses => DecodedText.Of([.. hypotheses.Select(text => (Trained.TextOf(text.Words), text))]))];

    /// <summary>Goes through sentences of about the same length at once, so that little of a batch is padding.</summary>
    private static T[] InBatches<T>(IReadOnlyList<Sentence> sentences, CancellationToken cancellation, Func<Batch, T[]> measure)
    {
        int[] lengths = [.. sentences.Select(sentence => sentence.Words.Length)];
        var results = new T[sentences.Count];
        foreach (var places in BatchPlan.InOrderOfLength(lengths, BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            Sentence[] chosen = [.. places.Select(place => sentences[place])];
            using var batch = Batch.Of(
                Array.ConvertAll(chosen, sentence => sentence.Words), Array.ConvertAll(chosen, sentence => sentence.Place), LabelsOf(chosen));
            foreach (var (place, result) in places.Zip(measure(batch)))
                results[place] = result;
            FreedMemory.Bound();
        }

        return results;
    }
}
