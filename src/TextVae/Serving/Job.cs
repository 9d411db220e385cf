using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Serving;

/// <summary>What a model does with each of some items. Jobs that are equal may be done together.</summary>
internal abstract record Job<TItem, TResult>
{
    /// <summary>Whether no result depends on what else is done at once, nor on where in a caller's list an item stood.</summary>
    public virtual bool IsJoinable => true;

    /// <summary>The most items that are done before another caller has its turn: fewer where each is much work.</summary>
    public virtual int ItemsAtOnce => Piece.Items;

    /// <summary>Does it, on the model's thread.</summary>
    /// <returns>A result for each item, in their order.</returns>
    public abstract TResult[] Run(LoadedModel model, IReadOnlyList<TItem> items, CancellationToken cancellation);
}

/// <summary>How much is done at once.</summary>
internal static class Piece
{
    /// <summary>The most items.</summary>
    public const int Items = 192;

    // So much of a beam takes a fraction of a second on one processor, and no longer may others wait.
    private const int Hypotheses = 16;
    private const int Words = 50;
    private const int Samples = 20;

    /// <summary>So many that other callers do not wait long while they are decoded.</summary>
    public static int ItemsOf(DecodingOptions options)
    {
        var width = options.Strategy switch
        {
            DecodingStrategy.Beam => options.Beam,
            DecodingStrategy.MinimumBayesRisk => options.Candidates,
            _ => 1,
        };
        // How long texts become is not known before, but for the fewest words that they have to have.
        return Share((double)width / Hypotheses * Math.Max(1, (double)options.MinimumLength / Words));
    }

    /// <summary>So many that other callers do not wait long while they are measured.</summary>
    public static int ItemsOf(ScoreOptions options) => Share((double)(options.Samples + options.ImportanceSamples) / Samples);

    private static int Share(double cost) => (int)Math.Clamp(Items / Math.Max(1, cost), 1, Items);
}

/// <summary>A text as the model reads it.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Words">Its word ids.</param>
/// <param name="Label">The number of its label; null for a model that knows none.</param>
/// <param name="Place">Its place in the caller's list, which chooses its noise.</param>
internal sealed record Sentence(string Text, int[] Words, int? Label, int Place);

/// <summary>A vector to be decoded.</summary>
/// <param name="Z">[latent].</param>
/// <param name="Label">The number of the label to write under; null for a model that knows none.</param>
/// <param name="Place">Its place in the caller's list, which chooses its draws.</param>
internal sealed record LatentVector(float[] Z, int? Label, int Place);

/// <summary>Texts to q(z|x).</summary>
internal sealed record EncodeJob : Job<Sentence, TextPosterior>
{
    public override TextPosterior[] Run(LoadedModel model, IReadOnlyList<Sentence> items, CancellationToken cancellation) =>
        model.Encode(items, cancellation);
}

/// <summary>Texts to their likelihoods.</summary>
internal sealed record ScoreJob(ScoreOptions Options) : Job<Sentence, TextScore>
{
    public override int ItemsAtOnce => Piece.ItemsOf(Options);

    public override TextScore[] Run(LoadedModel model, IReadOnlyList<Sentence> items, CancellationToken cancellation) =>
        model.Score(items, Options, cancellation);
}

/// <summary>Vectors to texts.</summary>
internal sealed record DecodeJob(DecodingOptions Options) : Job<LatentVector, DecodedText>
{
    public override bool IsJoinable => Options.Strategy is DecodingStrategy.Greedy or DecodingStrategy.Beam;

    public override int ItemsAtOnce => Piece.ItemsOf(Options);

    public override DecodedText[] Run(LoadedModel model, IReadOnlyList<LatentVector> items, CancellationToken cancellation) =>
        model.Decode(items, Options, cancellation);
}

/// <summary>Texts to q(z|x), and its mean to texts.</summary>
internal sealed record ReconstructJob(DecodingOptions Options) : Job<Sentence, DecodedText>
{
    public override bool IsJoinable => new DecodeJob(Options).IsJoinable;

    public override int ItemsAtOnce => Piece.ItemsOf(Options);

    public override DecodedText[] Run(LoadedModel model, IReadOnlyList<Sentence> items, CancellationToken cancellation)
    {
        var vectors = model.Encode(items, cancellation)
            .Zip(items, (posterior, sentence) => new LatentVector(posterior.Mean, Options.Label ?? sentence.Label, sentence.Place));
        return model.Decode([.. vectors], Options, cancellation);
    }
}

/// <summary>Texts from the prior, by their numbers.</summary>
internal sealed record SampleJob(DecodingOptions Options) : Job<int, DecodedText>
{
    public override bool IsJoinable => false;

    public override int ItemsAtOnce => Piece.ItemsOf(Options);

    public override DecodedText[] Run(LoadedModel model, IReadOnlyList<int> items, CancellationToken cancellation) =>
        model.Sample(items[0], items.Count, Options, cancellation);
}

/// <summary>Word ids to likelihoods, for texts that the model has written itself.</summary>
internal sealed record BoundJob(EvaluationOptions Options) : Job<Sentence, SentenceBound>
{
    public override SentenceBound[] Run(LoadedModel model, IReadOnlyList<Sentence> items, CancellationToken cancellation) =>
        model.Bounds(items, Options, cancellation);
}

/// <summary>Anything that a caller wants to do with the model itself.</summary>
internal sealed record OwnJob<TResult>(Func<TrainedModel, TResult> Work) : Job<int, TResult>
{
    public override bool IsJoinable => false;

    public override TResult[] Run(LoadedModel model, IReadOnlyList<int> items, CancellationToken cancellation) =>
        [Work(model.Trained)];
}
