using System.Diagnostics.CodeAnalysis;
using TextVae.Generation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Benchmarks;

/// <summary>How fast a beam search is: tokens are the words read by all hypotheses.</summary>
public sealed record DecodingSpeed : Speed
{
    [SetsRequiredMembers]
    internal DecodingSpeed(Measurements measured, ModelOptions model, int words, int batch, DecodingOptions options, double tokens)
        : base(measured, model, words)
    {
        FlopPerToken = ModelCost.Decoder(model, words);
        (Batch, Beam, MaximumLength) = (batch, options.Beam, options.MaximumLength);
        SentencesPerSecond = TokensPerSecond / tokens;
    }

    /// <summary>Sentences decoded at once.</summary>
    public int Batch { get; }

    /// <summary>Hypotheses of a sentence.</summary>
    public int Beam { get; }

    /// <summary>The most words of a sentence.</summary>
    public int MaximumLength { get; }

    /// <summary>Sentences a second.</summary>
    public double SentencesPerSecond { get; }
}

/// <summary>Decodes with a fresh model for a while.</summary>
public static class DecodingBenchmark
{
    /// <summary>Decodes batch after batch of vectors from the prior, for about so many seconds after one batch.</summary>
    /// <param name="model">The model's sizes.</param>
    /// <param name="words">The size of its vocabulary.</param>
    /// <param name="batch">Sentences decoded at once.</param>
    /// <param name="options">The beam search.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static DecodingSpeed Run(
        ModelOptions model, int words, int batch, DecodingOptions options, double seconds,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        using var network = TextModel.Create(model, words, seed: 1, labels: 1);
        using var decoder = IncrementalDecoder.For(network);
        var (tokens, sentences) = (0L, 0L);
        long Step()
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var z = model.Kind == ModelKind.Vae ? torch.randn(batch, model.Latent) : null;
            using var texts = new MeasuredTexts(decoder.Start(network.Start(batch, z, new int[batch])));
            BeamSearch.Decode(texts, options);
            tokens += texts.Tokens;
            sentences += batch;
            return texts.Tokens;
        }

        var measured = Measurements.Of(Measurements.Endless(Step), warmUp: 1, seconds, progress, cancellation);
        return new DecodingSpeed(measured, model, words, batch, options, (double)tokens / sentences);
    }
}
