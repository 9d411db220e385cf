using System.Text.Json.Serialization;
using TextVae.Corpus;
using TextVae.Models;
using TextVae.Networks;

namespace TextVae.Runs;

/// <summary>`config.json` of a model folder: what it takes to build the model before its weights are read.</summary>
internal sealed record ModelConfig
{
    public const int CurrentFormat = 1;

    private static readonly ModelOptions Unsaid = new();

    public int Format { get; init; } = CurrentFormat;

    public required ModelKind Kind { get; init; }

    public required int Embedding { get; init; }

    public required int Hidden { get; init; }

    public required int Latent { get; init; }

    public required CellKind Cell { get; init; }

    public required int Layers { get; init; }

    public required EncoderKind Encoder { get; init; }

    /// <summary>Recurrent in folders that do not say.</summary>
    public DecoderKind Decoder { get; init; }

    /// <summary>Of a Transformer; the default in folders that do not say.</summary>
    public int? Heads { get; init; }

    public int FeedForward { get; init; }

    public required SummaryKind Summary { get; init; }

    public AttentionKind Attention { get; init; }

    /// <summary>N(0, I) in folders that do not say.</summary>
    public PriorKind Prior { get; init; }

    /// <summary>Nothing keeps q(z|x) from the prior in folders that do not say.</summary>
    public PosteriorKind Posterior { get; init; }

    public double? PosteriorScale { get; init; }

    public double? Delta { get; init; }

    public int LabelEmbedding { get; init; }

    /// <summary>The names of the labels by their number; none where the model knows no labels.</summary>
    // A folder from before there were labels has no such member, and what reads it then sets null.
    public IReadOnlyList<string> Labels { get => field ?? []; init; } = [];

    /// <summary>Whether q_MI is among the weights; not so in folders that do not say.</summary>
    public bool InformationNetwork { get; init; }

    /// <summary>Whether what predicts words from z alone is among the weights; not so in folders that do not say.</summary>
    public bool BagOfWords { get; init; }

    /// <summary>The number of labels that are predicted from z by what is among the weights; 0 for none, and in folders that do not
    /// say.</summary>
    public int PredictedLabels { get; init; }

    /// <summary>Whether z is added to the states before the softmax; not so in folders that do not say.</summary>
    public bool Skip { get; init; }

    /// <summary>Whether the word vectors are the softmax's weights; not so in folders that do not say.</summary>
    public bool Tied { get; init; }

    /// <summary>Words of the vocabulary, specials included.</summary>
    public required int Words { get; init; }

    public required TokenizerKind Tokenizer { get; init; }

    public required bool KeepCase { get; init; }

    public bool TurkishCase { get; init; }

    public TextNormalization Normalize { get; init; }

    public required string DatasetHash { get; init; }

    public required long Step { get; init; }

    /// <summary>The bound on the validation split, nats a sentence.</summary>
    public required double ValidNllBound { get; init; }

    public static ModelConfig Of(ModelOptions options, Dataset dataset, long step, double bound) => new()
    {
        Kind = options.Kind,
        Embedding = options.Embedding,
        Hidden = options.Hidden,
        Latent = options.Latent,
        Cell = options.Cell,
        Layers = options.Layers,
        Encoder = options.Encoder,
        Decoder = options.Decoder,
        Heads = options.Heads,
        FeedForward = options.FeedForward,
        Summary = options.Summary,
        Attention = options.Attention,
        Prior = options.Prior,
        Posterior = options.Posterior,
        PosteriorScale = options.PosteriorScale,
        Delta = options.Delta,
        LabelEmbedding = options.LabelEmbedding,
        Labels = options.LabelEmbedding > 0 ? dataset.Labels : [],
        InformationNetwork = options.HasInformationNetwork,
        BagOfWords = options.HasBagOfWords,
        PredictedLabels = options.HasLabelPredictor ? dataset.Labels.Count : 0,
        Skip = options.HasSkip,
        Tied = options.IsTied,
        Words = dataset.Vocabulary.Count,
        Tokenizer = dataset.Info.Options.Tokenizer,
        KeepCase = dataset.Info.Options.KeepCase,
        TurkishCase = dataset.Info.Options.TurkishCase,
        Normalize = dataset.Info.Options.Normalize,
        DatasetHash = dataset.Info.Hash,
        Step = step,
        ValidNllBound = bound,
    };

    public TokenizerOptions ToTokenizerOptions() => new()
    {
        Kind = Tokenizer,
        KeepCase = KeepCase,
        TurkishCase = TurkishCase,
        Normalize = Normalize,
    };

    /// <summary>Everything that cannot be, each as one sentence.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in ToOptions().Problems())
            yield return problem;
        if (LabelEmbedding > 0 && Labels.Count == 0)
            yield return $"its label_embedding is {LabelEmbedding}, and it names no labels.";
        if (LabelEmbedding == 0 && Labels.Count > 0)
            yield return $"its label_embedding is 0, and it names {Labels.Count} labels.";
        if (Labels.Any(label => label is null))
            yield return "one of its labels is null.";
        if (PredictedLabels < 0)
            yield return $"its predicted_labels is {PredictedLabels}; it has to be at least 0.";
        if (LabelEmbedding > 0 && PredictedLabels > 0 && PredictedLabels != Labels.Count)
            yield return $"its predicted_labels is {PredictedLabels}, and it names {Labels.Count} labels.";
        if (Step < 0)
            yield return $"its step is {Step}, and steps are counted from 0.";
    }

    /// <summary>The number of labels that the model reads, or that are predicted from its z.</summary>
    [JsonIgnore]
    public int LabelCount => Math.Max(Labels.Count, PredictedLabels);

    public ModelOptions ToOptions() => new()
    {
        Kind = Kind,
        Embedding = Embedding,
        Hidden = Hidden,
        Latent = Latent,
        Cell = Cell,
        Layers = Layers,
        Encoder = Encoder,
        Decoder = Decoder,
        Heads = Heads ?? Unsaid.Heads,
        FeedForward = FeedForward,
        Summary = Summary,
        Attention = Attention,
        Prior = Prior,
        Posterior = Posterior,
        PosteriorScale = PosteriorScale ?? Unsaid.PosteriorScale,
        Delta = Delta ?? Unsaid.Delta,
        LabelEmbedding = LabelEmbedding,
        HasInformationNetwork = InformationNetwork,
        HasBagOfWords = BagOfWords,
        HasLabelPredictor = PredictedLabels > 0,
        HasSkip = Skip,
        IsTied = Tied,
    };
}
